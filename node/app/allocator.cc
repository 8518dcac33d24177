// How jemalloc, which the node is linked with, uses memory: few arenas, since few threads
// allocate at a time, and what was freed goes back to the system within a second. jemalloc
// reads this variable before main (jemalloc(3), "TUNING").

extern "C" {
extern const char* malloc_conf;
const char* malloc_conf = "narenas:4,tcache_max:4096,dirty_decay_ms:1000";
}
