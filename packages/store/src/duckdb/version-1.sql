CREATE TABLE meta (
  kind VARCHAR NOT NULL,
  version UINTEGER NOT NULL
);

CREATE TABLE slices (
  minute UINTEGER NOT NULL,
  sensor VARCHAR NOT NULL,
  run UINTEGER NOT NULL,
  flow UBIGINT NOT NULL,
  previous UINTEGER NOT NULL,
  ip_version UTINYINT NOT NULL,
  ip_protocol UTINYINT NOT NULL,
  vlan SMALLINT NOT NULL,
  tunnel VARCHAR NOT NULL,
  originator BLOB NOT NULL,
  responder BLOB NOT NULL,
  originator_port INTEGER NOT NULL,
  responder_port INTEGER NOT NULL,
  service_port INTEGER NOT NULL,
  icmp_type INTEGER NOT NULL,
  icmp_identifier INTEGER NOT NULL,
  protocol VARCHAR NOT NULL,
  protocol_by_port UTINYINT NOT NULL,
  application VARCHAR NOT NULL,
  category VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  originator_country VARCHAR NOT NULL,
  responder_country VARCHAR NOT NULL,
  originator_asn UINTEGER NOT NULL,
  responder_asn UINTEGER NOT NULL,
  state VARCHAR NOT NULL,
  first BIGINT NOT NULL,
  last BIGINT NOT NULL,
  packets_out UBIGINT NOT NULL,
  packets_in UBIGINT NOT NULL,
  bytes_out UBIGINT NOT NULL,
  bytes_in UBIGINT NOT NULL,
  payload_out UBIGINT NOT NULL,
  payload_in UBIGINT NOT NULL,
  retransmissions_out UINTEGER NOT NULL,
  retransmissions_in UINTEGER NOT NULL,
  out_of_order_out UINTEGER NOT NULL,
  out_of_order_in UINTEGER NOT NULL,
  duplicate_acks_out UINTEGER NOT NULL,
  duplicate_acks_in UINTEGER NOT NULL,
  zero_windows_out UINTEGER NOT NULL,
  zero_windows_in UINTEGER NOT NULL,
  gaps_out UINTEGER NOT NULL,
  gaps_in UINTEGER NOT NULL,
  resets_out UINTEGER NOT NULL,
  resets_in UINTEGER NOT NULL,
  initial_rtt UINTEGER NOT NULL,
  rtt_out UINTEGER NOT NULL,
  rtt_in UINTEGER NOT NULL
);

CREATE TABLE minutes (
  minute UINTEGER NOT NULL,
  sensor VARCHAR NOT NULL,
  run UINTEGER NOT NULL,
  first BIGINT NOT NULL,
  last BIGINT NOT NULL,
  packets UBIGINT NOT NULL,
  bytes UBIGINT NOT NULL,
  malformed UBIGINT NOT NULL,
  flows UBIGINT NOT NULL,
  flows_begun UBIGINT NOT NULL,
  flows_merged UBIGINT NOT NULL,
  kernel_drops UBIGINT NOT NULL,
  interface_drops UBIGINT NOT NULL,
  minutes_lost UINTEGER NOT NULL
);

CREATE TABLE protocol_minutes (
  minute UINTEGER NOT NULL,
  sensor VARCHAR NOT NULL,
  protocol VARCHAR NOT NULL,
  application VARCHAR NOT NULL,
  packets UBIGINT NOT NULL,
  packets_by_port UBIGINT NOT NULL,
  bytes UBIGINT NOT NULL,
  flows UBIGINT NOT NULL,
  flows_begun UBIGINT NOT NULL
);

CREATE TABLE rollups (
  hour UINTEGER NOT NULL,
  sensor VARCHAR NOT NULL,
  dimension VARCHAR NOT NULL,
  member VARCHAR NOT NULL,
  members UINTEGER NOT NULL,
  packets_out UBIGINT NOT NULL,
  packets_in UBIGINT NOT NULL,
  bytes_out UBIGINT NOT NULL,
  bytes_in UBIGINT NOT NULL,
  flows UBIGINT NOT NULL,
  flows_begun UBIGINT NOT NULL
);

CREATE TABLE usage (
  quarter UINTEGER NOT NULL,
  sensor VARCHAR NOT NULL,
  address BLOB NOT NULL,
  packets_out UBIGINT NOT NULL,
  packets_in UBIGINT NOT NULL,
  bytes_out UBIGINT NOT NULL,
  bytes_in UBIGINT NOT NULL
);

CREATE TABLE names (
  sensor VARCHAR NOT NULL,
  address BLOB NOT NULL,
  name VARCHAR NOT NULL,
  source VARCHAR NOT NULL,
  rank UTINYINT NOT NULL,
  first UINTEGER NOT NULL,
  last UINTEGER NOT NULL
);

CREATE TABLE devices (
  sensor VARCHAR NOT NULL,
  address BLOB NOT NULL,
  mac VARCHAR NOT NULL,
  vendor VARCHAR NOT NULL,
  first UINTEGER NOT NULL,
  last UINTEGER NOT NULL
);

CREATE TABLE events (
  time UINTEGER NOT NULL,
  sensor VARCHAR NOT NULL,
  interface VARCHAR NOT NULL,
  kind VARCHAR NOT NULL
);
