/** What tests of live frames begin with. */
import type { LiveFrame, LiveRanking } from "./live-frame.ts";

const NO_RANKING: LiveRanking = {
  labels: [],
  names: [],
  filters: [],
  packets: new Float64Array(0),
  bytes: new Float64Array(0),
  bytesIn: new Float64Array(0),
  members: 0,
};

/** A frame of a running capture that has seen nothing. */
export const EMPTY_FRAME: LiveFrame = {
  epoch: 0,
  watermark: 0,
  state: "running",
  progress: 1,
  totals: {
    packets: 0,
    bytes: 0,
    allPackets: 0,
    allBytes: 0,
    activeFlows: 0,
    flows: 0,
    hosts: 0,
    malformed: 0,
    kernelDrops: 0,
    interfaceDrops: 0,
    rowsSkipped: 0,
    packetsForgotten: 0,
    firstHeld: 0,
    lastHeld: 0,
  },
  timeline: { start: 0, step: 1, names: [], packets: [], bytes: [] },
  protocols: NO_RANKING,
  sources: NO_RANKING,
  destinations: NO_RANKING,
  hosts: NO_RANKING,
  services: NO_RANKING,
  applications: NO_RANKING,
  rows: {
    number: new Float64Array(0),
    time: new Float64Array(0),
    length: new Uint32Array(0),
    protocolByPort: new Uint8Array(0),
    protocol: [],
    source: [],
    destination: [],
    info: [],
    skipped: 0,
  },
};
