/** Packets to flows, hosts, names, counters and timelines. */
export {};
