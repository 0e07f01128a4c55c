CREATE DATABASE IF NOT EXISTS wirescope;

CREATE TABLE IF NOT EXISTS wirescope.slices (
  minute UInt32 COMMENT 'The minute (minute)' CODEC(Delta, ZSTD(1)),
  sensor LowCardinality(String) COMMENT 'Which Wirescope recorded it',
  run UInt32 COMMENT 'When the capture began; with flow, it names the flow (seconds)' CODEC(T64, ZSTD(1)),
  flow UInt64 COMMENT 'Number of the flow in its capture; 0 for traffic put together' CODEC(T64, ZSTD(1)),
  previous UInt32 COMMENT 'Minute of the flow\'s slice before; 0 for its first (minute)' CODEC(Delta, ZSTD(1)),
  ip_version UInt8 COMMENT '4 or 6; 0 for traffic put together',
  ip_protocol UInt8 COMMENT 'IANA number',
  vlan Int16 COMMENT '802.1Q identifier; -1 without a tag' CODEC(T64, ZSTD(1)),
  tunnel LowCardinality(String) COMMENT 'What the innermost IP layer came in; empty for none',
  originator FixedString(16) COMMENT 'Address that opened the flow' CODEC(LZ4),
  responder FixedString(16) COMMENT 'Address that was called' CODEC(LZ4),
  originator_port Int32 COMMENT '-1 without ports' CODEC(T64, ZSTD(1)),
  responder_port Int32 COMMENT '-1 without ports' CODEC(T64, ZSTD(1)),
  service_port Int32 COMMENT 'Port that stands for the service; -1 without ports' CODEC(T64, ZSTD(1)),
  icmp_type Int32 COMMENT 'Type of an ICMP exchange\'s request; -1 for other flows' CODEC(T64, ZSTD(1)),
  icmp_identifier Int32 COMMENT 'Identifier of an ICMP exchange; -1 for other flows' CODEC(T64, ZSTD(1)),
  protocol LowCardinality(String) COMMENT 'Protocol of the flow',
  protocol_by_port UInt8 COMMENT '1 where a port number alone says so',
  application LowCardinality(String) COMMENT 'Application of the flow, or its protocol',
  category LowCardinality(String) COMMENT 'Category of the application, in nDPI\'s words',
  name String COMMENT 'Server, host or queried name seen in the flow; empty for none' CODEC(LZ4),
  originator_country LowCardinality(String) COMMENT 'ISO 3166-1 alpha-2; empty for unknown',
  responder_country LowCardinality(String) COMMENT 'ISO 3166-1 alpha-2; empty for unknown',
  originator_asn UInt32 COMMENT 'Autonomous system; 0 for unknown' CODEC(T64, ZSTD(1)),
  responder_asn UInt32 COMMENT 'Autonomous system; 0 for unknown' CODEC(T64, ZSTD(1)),
  state LowCardinality(String) COMMENT 'State of the flow at the end of the minute',
  first Int64 COMMENT 'First packet of the slice (nanoseconds)' CODEC(T64, ZSTD(1)),
  last Int64 COMMENT 'Last packet of the slice (nanoseconds)' CODEC(T64, ZSTD(1)),
  packets_out UInt64 COMMENT 'Packets from the originator (packets)' CODEC(T64, ZSTD(1)),
  packets_in UInt64 COMMENT 'Packets from the responder (packets)' CODEC(T64, ZSTD(1)),
  bytes_out UInt64 COMMENT 'Octets on the wire from the originator (octets)' CODEC(T64, ZSTD(1)),
  bytes_in UInt64 COMMENT 'Octets on the wire from the responder (octets)' CODEC(T64, ZSTD(1)),
  payload_out UInt64 COMMENT 'Octets of payload from the originator (octets)' CODEC(T64, ZSTD(1)),
  payload_in UInt64 COMMENT 'Octets of payload from the responder (octets)' CODEC(T64, ZSTD(1)),
  retransmissions_out UInt32 COMMENT 'Of TCP, during the minute (count)' CODEC(T64, ZSTD(1)),
  retransmissions_in UInt32 COMMENT 'Of TCP, during the minute (count)' CODEC(T64, ZSTD(1)),
  out_of_order_out UInt32 COMMENT 'Of TCP, during the minute (count)' CODEC(T64, ZSTD(1)),
  out_of_order_in UInt32 COMMENT 'Of TCP, during the minute (count)' CODEC(T64, ZSTD(1)),
  duplicate_acks_out UInt32 COMMENT 'Of TCP, during the minute (count)' CODEC(T64, ZSTD(1)),
  duplicate_acks_in UInt32 COMMENT 'Of TCP, during the minute (count)' CODEC(T64, ZSTD(1)),
  zero_windows_out UInt32 COMMENT 'Of TCP, during the minute (count)' CODEC(T64, ZSTD(1)),
  zero_windows_in UInt32 COMMENT 'Of TCP, during the minute (count)' CODEC(T64, ZSTD(1)),
  gaps_out UInt32 COMMENT 'Of TCP, during the minute (count)' CODEC(T64, ZSTD(1)),
  gaps_in UInt32 COMMENT 'Of TCP, during the minute (count)' CODEC(T64, ZSTD(1)),
  resets_out UInt32 COMMENT 'Of TCP, during the minute (count)' CODEC(T64, ZSTD(1)),
  resets_in UInt32 COMMENT 'Of TCP, during the minute (count)' CODEC(T64, ZSTD(1)),
  initial_rtt UInt32 COMMENT 'Of the handshake; 0 for unknown (microseconds)' CODEC(T64, ZSTD(1)),
  rtt_out UInt32 COMMENT 'Smoothed round trip; 0 for unknown (microseconds)' CODEC(T64, ZSTD(1)),
  rtt_in UInt32 COMMENT 'Smoothed round trip; 0 for unknown (microseconds)' CODEC(T64, ZSTD(1)),
  INDEX members (originator, responder) TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMMDD(toDateTime(minute, 'UTC'))
ORDER BY (intDiv(minute, 3600), application, originator, responder)
TTL toDateTime(minute, 'UTC') + INTERVAL 30 DAY
SETTINGS non_replicated_deduplication_window = 10000, ttl_only_drop_parts = 1
COMMENT 'What each flow exchanged in each minute. Traffic without a flow has one row per protocol.';

CREATE TABLE IF NOT EXISTS wirescope.minutes (
  minute UInt32 COMMENT 'The minute (minute)' CODEC(Delta, ZSTD(1)),
  sensor LowCardinality(String) COMMENT 'Which Wirescope recorded it',
  run UInt32 COMMENT 'When the capture began (seconds)' CODEC(T64, ZSTD(1)),
  first Int64 COMMENT 'First packet; 0 without one (nanoseconds)' CODEC(T64, ZSTD(1)),
  last Int64 COMMENT 'Last packet; 0 without one (nanoseconds)' CODEC(T64, ZSTD(1)),
  packets UInt64 COMMENT 'All packets (packets)' CODEC(T64, ZSTD(1)),
  bytes UInt64 COMMENT 'Octets on the wire (octets)' CODEC(T64, ZSTD(1)),
  malformed UInt64 COMMENT 'Packets that could not be decoded whole (packets)' CODEC(T64, ZSTD(1)),
  flows UInt64 COMMENT 'Flows that were active (flows)' CODEC(T64, ZSTD(1)),
  flows_begun UInt64 COMMENT 'Of these, new ones (flows)' CODEC(T64, ZSTD(1)),
  flows_merged UInt64 COMMENT 'Of these, put together since there were too many (flows)' CODEC(T64, ZSTD(1)),
  kernel_drops UInt64 COMMENT 'Lost by the operating system (packets)' CODEC(T64, ZSTD(1)),
  interface_drops UInt64 COMMENT 'Lost by the interface or its driver (packets)' CODEC(T64, ZSTD(1)),
  minutes_lost UInt32 COMMENT 'Minutes before this one that could not be written (count)' CODEC(T64, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(toDateTime(minute, 'UTC'))
ORDER BY (minute, sensor)
TTL toDateTime(minute, 'UTC') + INTERVAL 30 DAY
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'Each recorded minute, with what it lost.';

CREATE TABLE IF NOT EXISTS wirescope.protocol_minutes (
  minute UInt32 COMMENT 'The minute (minute)' CODEC(Delta, ZSTD(1)),
  sensor LowCardinality(String) COMMENT 'Which Wirescope recorded it',
  protocol LowCardinality(String) COMMENT 'Protocol of the flows',
  application LowCardinality(String) COMMENT 'Application of the flows, or their protocol',
  packets UInt64 COMMENT 'All packets (packets)' CODEC(T64, ZSTD(1)),
  packets_by_port UInt64 COMMENT 'Of these, named by a port number alone (packets)' CODEC(T64, ZSTD(1)),
  bytes UInt64 COMMENT 'Octets on the wire (octets)' CODEC(T64, ZSTD(1)),
  flows UInt64 COMMENT 'Flows that were active (flows)' CODEC(T64, ZSTD(1)),
  flows_begun UInt64 COMMENT 'Of these, new ones (flows)' CODEC(T64, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(toDateTime(minute, 'UTC'))
ORDER BY (minute, sensor)
TTL toDateTime(minute, 'UTC') + INTERVAL 30 DAY
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'What each protocol and application exchanged in each minute.';

CREATE TABLE IF NOT EXISTS wirescope.rollups (
  hour UInt32 COMMENT 'The hour (hour)' CODEC(Delta, ZSTD(1)),
  sensor LowCardinality(String) COMMENT 'Which Wirescope recorded it',
  dimension LowCardinality(String) COMMENT 'host, conversation, service, protocol, application, name, …',
  member String COMMENT 'Label of the member; empty for all others' CODEC(LZ4),
  members UInt32 COMMENT '1; of the others, how many they are (count)' CODEC(T64, ZSTD(1)),
  packets_out UInt64 COMMENT 'Packets from the member (packets)' CODEC(T64, ZSTD(1)),
  packets_in UInt64 COMMENT 'Packets towards the member (packets)' CODEC(T64, ZSTD(1)),
  bytes_out UInt64 COMMENT 'Octets from the member (octets)' CODEC(T64, ZSTD(1)),
  bytes_in UInt64 COMMENT 'Octets towards the member (octets)' CODEC(T64, ZSTD(1)),
  flows UInt64 COMMENT 'Flows that were active (flows)' CODEC(T64, ZSTD(1)),
  flows_begun UInt64 COMMENT 'Of these, new ones (flows)' CODEC(T64, ZSTD(1))
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(toDateTime(hour, 'UTC'))
ORDER BY (dimension, hour, sensor, member)
TTL toDateTime(hour, 'UTC') + INTERVAL 730 DAY
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'The largest members of each dimension in each hour; the row with an empty member is all others.';

CREATE TABLE IF NOT EXISTS wirescope.usage (
  quarter UInt32 COMMENT 'The quarter of an hour (quarter)' CODEC(Delta, ZSTD(1)),
  sensor LowCardinality(String) COMMENT 'Which Wirescope recorded it',
  address FixedString(16) COMMENT 'Address of the device; all zero for addresses beyond the limit' CODEC(LZ4),
  packets_out UInt64 COMMENT 'Packets from the device (packets)' CODEC(T64, ZSTD(1)),
  packets_in UInt64 COMMENT 'Packets towards the device (packets)' CODEC(T64, ZSTD(1)),
  bytes_out UInt64 COMMENT 'Octets from the device (octets)' CODEC(T64, ZSTD(1)),
  bytes_in UInt64 COMMENT 'Octets towards the device (octets)' CODEC(T64, ZSTD(1))
)
ENGINE = SummingMergeTree
PARTITION BY toYYYYMM(toDateTime(quarter, 'UTC'))
ORDER BY (quarter, address, sensor)
TTL toDateTime(quarter, 'UTC') + INTERVAL 730 DAY
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'What each address of the local network exchanged in each quarter of an hour, all of it.';

CREATE TABLE IF NOT EXISTS wirescope.names (
  sensor LowCardinality(String) COMMENT 'Which Wirescope recorded it',
  address FixedString(16) COMMENT 'The address' CODEC(LZ4),
  name String COMMENT 'One of its names' CODEC(LZ4),
  source LowCardinality(String) COMMENT 'dhcp, mdns, llmnr, nbns, dns, tls or http',
  rank SimpleAggregateFunction(anyLast, UInt8) COMMENT '0 for the best name when it was last known',
  first SimpleAggregateFunction(min, UInt32) COMMENT 'Minute in which it was first known (minute)' CODEC(Delta, ZSTD(1)),
  last SimpleAggregateFunction(max, UInt32) COMMENT 'Minute in which it was last known (minute)' CODEC(Delta, ZSTD(1))
)
ENGINE = AggregatingMergeTree
ORDER BY (address, sensor, name, source)
TTL toDateTime(last, 'UTC') + INTERVAL 730 DAY
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'Names of addresses, with the minutes in which they were first and last known.';

CREATE TABLE IF NOT EXISTS wirescope.devices (
  sensor LowCardinality(String) COMMENT 'Which Wirescope recorded it',
  address FixedString(16) COMMENT 'The address' CODEC(LZ4),
  mac LowCardinality(String) COMMENT 'Its MAC address, as 02:00:00:00:00:01',
  vendor SimpleAggregateFunction(anyLast, LowCardinality(String)) COMMENT 'Maker of the interface; empty for unknown',
  first SimpleAggregateFunction(min, UInt32) COMMENT 'Minute of the first sight (minute)' CODEC(Delta, ZSTD(1)),
  last SimpleAggregateFunction(max, UInt32) COMMENT 'Minute of the last sight (minute)' CODEC(Delta, ZSTD(1))
)
ENGINE = AggregatingMergeTree
ORDER BY (address, sensor, mac)
TTL toDateTime(last, 'UTC') + INTERVAL 730 DAY
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'MAC addresses of local addresses, with the minutes of their first and last sight.';

CREATE TABLE IF NOT EXISTS wirescope.events (
  time UInt32 COMMENT 'When it happened (seconds)' CODEC(T64, ZSTD(1)),
  sensor LowCardinality(String) COMMENT 'Which Wirescope recorded it',
  interface LowCardinality(String) COMMENT 'Name of the interface',
  kind LowCardinality(String) COMMENT 'begin, end, up or down'
)
ENGINE = MergeTree
ORDER BY (time)
TTL toDateTime(time, 'UTC') + INTERVAL 730 DAY
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'Beginnings and ends of captures, and interfaces that came and went.';

CREATE TABLE IF NOT EXISTS wirescope.meta (
  version UInt32 COMMENT 'Version of the schema' CODEC(T64, ZSTD(1)),
  made UInt32 COMMENT 'When' CODEC(T64, ZSTD(1))
)
ENGINE = ReplacingMergeTree
ORDER BY (version)
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'Version of the tables.';
