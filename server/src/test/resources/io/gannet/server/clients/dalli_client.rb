# dalli, in packets and in the meta protocol, with what its users (Rails) use. Arguments: two
# servers, and one that asks who it is, with user and password; each HOST:PORT.
require "dalli"
require "securerandom"

Dalli.logger.level = Logger::FATAL

FIRST, SECOND, GUARDED, USER, PASSWORD = ARGV

def check(said, expected, what)
  abort "#{what}: #{said.inspect} instead of #{expected.inspect}" unless said == expected
end

def use(protocol)
  options = { protocol: protocol, value_max_bytes: 4 << 20, namespace: protocol.to_s }
  client = Dalli::Client.new([FIRST, SECOND], options)
  many = (0...200).to_h { |i| ["m#{i}", "value #{i}"] }
  client.multi { many.each { |key, value| client.set(key, value) } } # without replies
  check client.get_multi(*many.keys), many, "get_multi"
  large = SecureRandom.random_bytes(2 << 20)
  client.set("large", large, nil, raw: true)
  check client.get("large", raw: true).b, large, "get of 2 MiB"
  check client.add("m0", "x"), false, "add"
  check !!client.replace("m0", "y"), true, "replace"
  client.set("raw", "b", nil, raw: true)
  check client.append("raw", "c"), true, "append"
  check client.prepend("raw", "a"), true, "prepend"
  check client.get("raw", raw: true), "abc", "what was joined"
  check client.incr("n", 3, 100, 5), 5, "incr with an initial value"
  check client.incr("n", 3), 8, "incr"
  check client.decr("n", 2), 6, "decr"
  check client.touch("m0", 100), true, "touch"
  check client.gat("m0", 100), "y", "gat"
  client.set("c", 0)
  20.times { check !!client.cas("c") { |value| value + 1 }, true, "cas" }
  check client.get("c"), 20, "what was counted by cas"
  check client.fetch("f", 100) { "made" }, "made", "fetch of what is not there"
  check client.fetch("f", 100) { "made again" }, "made", "fetch of what is there"
  check client.delete("f"), true, "delete"
  check client.get("f"), nil, "what was deleted"
  check client.stats.values.all? { |stats| stats["pid"].to_i.positive? }, true, "stats"
  client.close
end

def identify
  client = Dalli::Client.new(GUARDED, username: USER, password: PASSWORD)
  client.set("who", "me")
  check client.get("who"), "me", "get of one who is known"
  begin
    Dalli::Client.new(GUARDED, username: USER, password: "wrong").get("who")
  rescue Dalli::DalliError
    return
  end
  abort "one who is not known was told"
end

use(:binary)
use(:meta)
identify
puts "ok"
