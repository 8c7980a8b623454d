/* SPDX-License-Identifier: Apache-2.0 */
/* Linked with one whole room and the rooms before it: a call to a later room is an undefined
 * symbol. */
int main(void)
{
    return 0;
}
