// gomemcache, with what its users use. Arguments: two servers, each HOST:PORT.
package main

import (
	"bytes"
	"fmt"
	"math/rand"
	"os"
	"reflect"
	"strconv"
	"time"

	"github.com/bradfitz/gomemcache/memcache"
)

func check(said, expected interface{}, what string) {
	if !reflect.DeepEqual(said, expected) {
		fmt.Fprintf(os.Stderr, "%s: %v instead of %v\n", what, said, expected)
		os.Exit(1)
	}
}

func many(client *memcache.Client) {
	var keys []string
	for i := 0; i < 200; i++ {
		key := fmt.Sprintf("m%d", i)
		keys = append(keys, key)
		item := &memcache.Item{Key: key, Value: []byte(key + "!"), Flags: uint32(i), Expiration: 900}
		check(client.Set(item), nil, "Set")
	}
	found, err := client.GetMulti(keys)
	check(err, nil, "GetMulti")
	check(len(found), len(keys), "how many GetMulti found")
	for i, key := range keys {
		check(string(found[key].Value), key+"!", "what GetMulti found")
		check(found[key].Flags, uint32(i), "its flags")
	}
}

func large(client *memcache.Client) {
	value := make([]byte, 2<<20)
	rand.Read(value)
	check(client.Set(&memcache.Item{Key: "large", Value: value}), nil, "Set of 2 MiB")
	item, err := client.Get("large")
	check(err, nil, "Get of 2 MiB")
	check(bytes.Equal(item.Value, value), true, "the 2 MiB")
}

func compare(client *memcache.Client) {
	check(client.Set(&memcache.Item{Key: "c", Value: []byte("0")}), nil, "Set")
	for i := 0; i < 20; i++ {
		item, err := client.Get("c")
		check(err, nil, "Get")
		old := *item
		number, _ := strconv.Atoi(string(item.Value))
		item.Value = []byte(strconv.Itoa(number + 1))
		check(client.CompareAndSwap(item), nil, "CompareAndSwap")
		check(client.CompareAndSwap(&old), memcache.ErrCASConflict, "with an old token")
	}
	item, _ := client.Get("c")
	check(string(item.Value), "20", "what was counted by CompareAndSwap")
}

func count(client *memcache.Client) {
	check(client.Add(&memcache.Item{Key: "n", Value: []byte("5")}), nil, "Add")
	check(client.Add(&memcache.Item{Key: "n", Value: []byte("6")}), memcache.ErrNotStored, "Add")
	number, err := client.Increment("n", 3)
	check(err, nil, "Increment")
	check(number, uint64(8), "Increment")
	number, err = client.Decrement("n", 2)
	check(err, nil, "Decrement")
	check(number, uint64(6), "Decrement")
	check(client.Delete("n"), nil, "Delete")
	_, err = client.Get("n")
	check(err, memcache.ErrCacheMiss, "what was deleted")
}

func main() {
	client := memcache.New(os.Args[1], os.Args[2])
	client.Timeout = 10 * time.Second // by default 100 ms, whatever else the machine does
	many(client)
	large(client)
	compare(client)
	count(client)
	fmt.Println("ok")
}
