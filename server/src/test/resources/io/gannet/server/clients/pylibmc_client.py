"""pylibmc, in text and in packets, with what its users use. Arguments: two servers, and one that
asks who it is, with user and password; each HOST:PORT."""
import os
import sys

import pylibmc

first, second, guarded, user, password = sys.argv[1:]


def check(said, expected, what):
    if said != expected:
        sys.exit("%s: %r instead of %r" % (what, said, expected))


def use(binary):
    behaviors = {"ketama": True, "cas": not binary, "tcp_nodelay": True}
    client = pylibmc.Client([first, second], binary=binary, behaviors=behaviors)
    prefix = "b" if binary else "t"
    many = {"%s%d" % (prefix, i): "value %d" % i for i in range(200)}
    check(client.set_multi(many), [], "set_multi")
    check(client.get_multi(list(many)), many, "get_multi")
    large = os.urandom(2 << 20)
    check(client.set(prefix + "large", large), True, "set of 2 MiB")
    check(client.get(prefix + "large"), large, "get of 2 MiB")
    check(client.add("%s0" % prefix, "x"), False, "add")
    check(client.replace("%s0" % prefix, "y"), True, "replace")
    check(client.append("%s0" % prefix, "z"), True, "append")
    check(client.prepend("%s0" % prefix, "x"), True, "prepend")
    check(client.get("%s0" % prefix), "xyz", "what was joined")
    check(client.set(prefix + "n", 5), True, "set of a number")
    check(client.incr(prefix + "n", 3), 8, "incr")
    check(client.decr(prefix + "n", 2), 6, "decr")
    check(client.get(prefix + "n"), 6, "a counter")
    check(client.touch(prefix + "n", 100), True, "touch")
    if not binary:
        compare(client, prefix + "c")
    check(client.delete_multi(list(many)), True, "delete_multi")
    check(client.get_multi(list(many)), {}, "what was deleted")


def compare(client, key):
    client.set(key, 0)
    for _ in range(20):
        value, token = client.gets(key)
        check(client.cas(key, value + 1, token), True, "cas")
    check(client.cas(key, 0, token), False, "cas with an old token")
    check(client.get(key), 20, "what was counted by cas")


def identify():
    client = pylibmc.Client([guarded], binary=True, username=user, password=password)
    check(client.set("who", "me"), True, "set of one who is known")
    check(client.get("who"), "me", "get of one who is known")
    try:
        pylibmc.Client([guarded], binary=True, username=user, password="wrong").get("who")
    except pylibmc.Error:
        return
    sys.exit("one who is not known was told")


use(binary=False)
use(binary=True)
identify()
print("ok")
