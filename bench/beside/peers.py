# SPDX-License-Identifier: Apache-2.0
"""The peers, from Debian's packages: downloaded by apt-get and unpacked into a folder, never
installed (some of them conflict), and started from there."""
import glob
import os
import re
import socket
import subprocess

from beside.measure import Program, Skipped

PACKAGES = {
    "rsyslog": "usr/sbin/rsyslogd",
    "syslog-ng-core": "usr/sbin/syslog-ng",
    "sec": "usr/bin/sec",
    "ripgrep": "usr/bin/rg",
    "clickhouse-server": "usr/sbin/clickhouse-server",
    "clickhouse-client": "usr/bin/clickhouse-client",
}


def run(words, **more):
    try:
        return subprocess.run(words, check=True, capture_output=True, text=True, **more).stdout
    except (OSError, subprocess.CalledProcessError) as fault:
        why = (getattr(fault, "stderr", None) or str(fault)).strip()
        raise Skipped(f"{words[0]}: {why.splitlines()[-1] if why else fault}") from None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Peers:
    """A folder that they are unpacked in, each when it is first asked for."""

    def __init__(self, folder):
        self.root = f"{folder}/root"
        self.debs = f"{folder}/debs"
        os.makedirs(self.root, exist_ok=True)
        os.makedirs(self.debs, exist_ok=True)

    def program(self, package):
        """The program of a package; Skipped when it cannot be had."""
        path = f"{self.root}/{PACKAGES[package]}"
        if not os.path.exists(path):
            planned = run(["apt-get", "install", "-s", "--no-install-recommends", package])
            names = re.findall(r"^Inst (\S+)", planned, re.M) or [package]
            run(["apt-get", "download", *names], cwd=self.debs)
            for name in names:
                run(["dpkg", "-x", *glob.glob(f"{self.debs}/{name}_*.deb"), self.root])
        if not os.path.exists(path):
            raise Skipped(f"{package} has no {PACKAGES[package]}")
        return path

    def environment(self):
        libraries = [*glob.glob(f"{self.root}/usr/lib/*-linux-gnu"),
                     f"{self.root}/usr/lib/syslog-ng"]
        return {**os.environ, "LD_LIBRARY_PATH": ":".join(libraries), "LC_ALL": "C.UTF-8"}

    def library(self, name):
        found = glob.glob(f"{self.root}/usr/lib/*-linux-gnu/{name}") + glob.glob(
            f"{self.root}/usr/lib/{name}")
        if not found:
            raise Skipped(f"no {name} was unpacked")
        return found[0]


def listens(port, kind):
    """Is there somebody on this port of 127.0.0.1?"""
    table = {"tcp": ("/proc/net/tcp", "0A"), "udp": ("/proc/net/udp", "07")}[kind]
    with open(table[0], encoding="utf-8") as file:
        rows = [line.split() for line in file.readlines()[1:]]
    return any(row[1].endswith(f":{port:04X}") and row[3] == table[1] for row in rows)


def rsyslog(peers, folder):
    """Receives into a file; (program, ports, file)."""
    path = peers.program("rsyslog")
    ports = {"tcp": free_port(), "udp": free_port()}
    out = f"{folder}/rsyslog.out"
    with open(f"{folder}/rsyslog.conf", "w", encoding="utf-8") as file:
        file.write(f"""global(workDirectory="{folder}" maxMessageSize="64k")
module(load="imtcp")
module(load="imudp")
input(type="imtcp" port="{ports['tcp']}" address="127.0.0.1")
input(type="imudp" port="{ports['udp']}" address="127.0.0.1" rcvbufSize="64m")
*.* action(type="omfile" file="{out}")
""")
    program = Program([path, "-n", "-f", f"{folder}/rsyslog.conf", "-i", f"{folder}/rsyslog.pid",
                       "-M", peers.library("rsyslog")], f"{folder}/rsyslog.log",
                      env=peers.environment())
    program.wait_for(lambda: listens(ports["tcp"], "tcp") and listens(ports["udp"], "udp"),
                     "its socket")
    return program, ports, out


def syslog_ng(peers, folder):
    """The same of syslog-ng."""
    path = peers.program("syslog-ng-core")
    ports = {"tcp": free_port(), "udp": free_port()}
    out = f"{folder}/syslog-ng.out"
    with open(f"{folder}/syslog-ng.conf", "w", encoding="utf-8") as file:
        file.write(f"""@version: 3.38
options {{ stats-freq(0); keep-hostname(yes); log-fifo-size(1000000); }};
source s {{
  network(transport("tcp") ip("127.0.0.1") port({ports['tcp']}) log-iw-size(100000)
          log-fetch-limit(1000));
  network(transport("udp") ip("127.0.0.1") port({ports['udp']}) so-rcvbuf(67108864));
}};
destination d {{ file("{out}"); }};
log {{ source(s); destination(d); flags(flow-control); }};
""")
    program = Program([path, "-F", "--no-caps", "-f", f"{folder}/syslog-ng.conf",
                       "-R", f"{folder}/syslog-ng.persist", "-p", f"{folder}/syslog-ng.pid",
                       "-c", f"{folder}/syslog-ng.ctl",
                       "--module-path", peers.library("syslog-ng/3.38")], f"{folder}/syslog-ng.log",
                      env=peers.environment())
    program.wait_for(lambda: listens(ports["tcp"], "tcp") and listens(ports["udp"], "udp"),
                     "its socket")
    return program, ports, out


CLICKHOUSE = """<yandex>
  <logger><level>warning</level><console>1</console></logger>
  <listen_host>127.0.0.1</listen_host><tcp_port>{port}</tcp_port>
  <path>{folder}/clickhouse/</path><tmp_path>{folder}/clickhouse/tmp/</tmp_path>
  <users_config>{folder}/users.xml</users_config>
  <default_profile>default</default_profile><default_database>default</default_database>
  <mark_cache_size>536870912</mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
</yandex>
"""
CLICKHOUSE_USERS = """<yandex>
  <profiles><default><max_threads>1</max_threads></default></profiles>
  <users><default><password></password><networks><ip>127.0.0.1</ip></networks>
    <profile>default</profile><quota>default</quota></default></users>
  <quotas><default></default></quotas>
</yandex>
"""


class ClickHouse:
    """A server with one table of raw lines; what it is asked runs in one thread."""

    def __init__(self, peers, folder):
        server = peers.program("clickhouse-server")
        self.client = peers.program("clickhouse-client")
        self.environment = peers.environment()
        self.port = free_port()
        self.data = f"{folder}/clickhouse"
        os.makedirs(f"{self.data}/tmp", exist_ok=True)
        for name, text in (("config.xml", CLICKHOUSE), ("users.xml", CLICKHOUSE_USERS)):
            with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
                file.write(text.format(port=self.port, folder=folder) if name == "config.xml"
                           else text)
        self.program = Program([server, f"--config-file={folder}/config.xml"],
                               f"{folder}/clickhouse.log", env=self.environment)
        self.program.wait_for(lambda: listens(self.port, "tcp"), "its socket")

    def words(self, statement):
        return [self.client, "--host", "127.0.0.1", "--port", str(self.port), "--query", statement]

    def ask(self, statement, **more):
        return run(self.words(statement), env=self.environment, **more)

    def end(self):
        self.program.end()
