"""pymemcache, with what its users use. Arguments: two servers, each HOST:PORT."""
import os
import sys

from pymemcache.client.base import Client
from pymemcache.client.hash import HashClient

first, second = [(each.split(":")[0], int(each.split(":")[1])) for each in sys.argv[1:3]]


def check(said, expected, what):
    if said != expected:
        sys.exit("%s: %r instead of %r" % (what, said, expected))


def use(client):
    many = {"m%d" % i: b"value %d" % i for i in range(200)}
    check(client.set_many(many), [], "set_many")
    check(client.get_many(list(many)), many, "get_many")
    large = os.urandom(2 << 20)
    check(client.set("large", large), True, "set of 2 MiB")
    check(client.get("large"), large, "get of 2 MiB")
    check(client.set("quiet", b"q", noreply=True), True, "set without a reply")
    check(client.get("quiet"), b"q", "what was set without a reply")
    check(client.add("quiet", b"x", noreply=False), False, "add")
    check(client.append("quiet", b"z", noreply=False), True, "append")
    check(client.get("quiet"), b"qz", "what was joined")
    check(client.set("n", b"5", noreply=False), True, "set of a number")
    check(client.incr("n", 3), 8, "incr")
    check(client.decr("n", 2), 6, "decr")
    check(client.touch("n", 100, noreply=False), True, "touch")
    check(client.delete_many(list(many)), True, "delete_many")
    check(client.get_many(list(many)), {}, "what was deleted")


def compare(client):
    client.set("c", b"0", noreply=False)
    for i in range(20):
        value, token = client.gets("c")
        check(client.cas("c", b"%d" % (int(value) + 1), token, noreply=False), True, "cas")
    check(client.cas("c", b"0", token, noreply=False), False, "cas with an old token")
    check(client.get("c"), b"20", "what was counted by cas")
    check(b"pid" in client.stats(), True, "stats")
    check(client.version()[:2], b"1.", "version")


use(HashClient([first, second]))
compare(Client(first))
print("ok")
