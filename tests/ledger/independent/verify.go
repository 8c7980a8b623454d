// SPDX-License-Identifier: Apache-2.0

// An independent verifier: nothing of this program, but Go's own checksum database code (Debian's
// golang-golang-x-mod-dev). It reads a published folder, and a proof for one entry, and accepts or
// says why not.
//
//	verify FOLDER VKEY OLDER-CHECKPOINT PROOF ENTRY
package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func insist(err error, what string) {
	if err != nil {
		fmt.Printf("refused: %s: %v\n", what, err)
		os.Exit(1)
	}
}

func require(good bool, what string) {
	if !good {
		fmt.Printf("refused: %s\n", what)
		os.Exit(1)
	}
}

func read(path string) []byte {
	data, err := os.ReadFile(path)
	insist(err, "reading")
	return data
}

// tree checks the signature, and reads origin, size and root.
func tree(data []byte, verifier note.Verifier) tlog.Tree {
	signed, err := note.Open(data, note.VerifierList(verifier))
	insist(err, "note")
	lines := strings.SplitN(signed.Text, "\n", 2)
	require(lines[0] == verifier.Name(), "origin")
	found, err := tlog.ParseTree([]byte("go.sum database tree\n" + lines[1]))
	insist(err, "checkpoint")
	return found
}

// folder reads tiles laid out as tlog-tiles says: Go's own path without the height.
type folder string

func (f folder) Height() int { return 8 }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		bytes, err := os.ReadFile(filepath.Join(string(f), path))
		if err != nil {
			return nil, err
		}
		if len(bytes) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s has %d bytes", path, len(bytes))
		}
		data = append(data, bytes)
	}
	return data, nil
}

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

// bundle reads the entries of one bundle.
func (f folder) bundle(n int64, width int) [][]byte {
	tile := tlog.Tile{H: 8, L: -1, N: n, W: width}
	path := strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1)
	data := read(filepath.Join(string(f), path))
	var entries [][]byte
	for len(data) >= 2 {
		size := int(data[0])<<8 | int(data[1])
		require(len(data) >= 2+size, path+" is cut short")
		entries = append(entries, data[2:2+size])
		data = data[2+size:]
	}
	require(len(data) == 0 && len(entries) == width, path+" has another number of entries")
	return entries
}

func hash(line string) tlog.Hash {
	data, err := base64.StdEncoding.DecodeString(line)
	insist(err, "hash")
	require(len(data) == tlog.HashSize, "hash of another size")
	var h tlog.Hash
	copy(h[:], data)
	return h
}

// checkProof reads a tlog-proof and checks it against the entry.
func checkProof(data, entry []byte, verifier note.Verifier) {
	at := bytes.Index(data, []byte("\n\n"))
	require(at > 0, "proof without a checkpoint")
	lines := strings.Split(string(data[:at]), "\n")
	require(len(lines) >= 2 && lines[0] == "c2sp.org/tlog-proof@v1", "first line of the proof")
	require(strings.HasPrefix(lines[1], "index "), "index of the proof")
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	insist(err, "index of the proof")
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		proof = append(proof, hash(line))
	}
	signed := tree(data[at+2:], verifier)
	insist(tlog.CheckRecord(proof, signed.N, signed.Hash, index, tlog.RecordHash(entry)), "proof")
}

func main() {
	root := folder(os.Args[1])
	verifier, err := note.NewVerifier(os.Args[2])
	insist(err, "vkey")
	now := tree(read(filepath.Join(string(root), "checkpoint")), verifier)
	reader := tlog.TileHashReader(now, root)

	var all []int64
	for i := int64(0); i < now.N; i++ {
		all = append(all, tlog.StoredHashIndex(0, i))
	}
	hashes, err := reader.ReadHashes(all)
	insist(err, "tiles")
	for n := int64(0); n*256 < now.N; n++ {
		width := 256
		if now.N-n*256 < 256 {
			width = int(now.N - n*256)
		}
		for i, entry := range root.bundle(n, width) {
			require(tlog.RecordHash(entry) == hashes[n*256+int64(i)], "an entry")
		}
	}

	old := tree(read(os.Args[3]), verifier)
	consistency, err := tlog.ProveTree(now.N, old.N, reader)
	insist(err, "consistency")
	insist(tlog.CheckTree(consistency, now.N, now.Hash, old.N, old.Hash), "consistency")
	checkProof(read(os.Args[4]), read(os.Args[5]), verifier)
	fmt.Printf("accepted: %d entries\n", now.N)
}
