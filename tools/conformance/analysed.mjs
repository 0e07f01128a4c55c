// @ts-check
/** The flows of a capture of the corpus, as the analysis has them when it has read all of it. */

import { Analysis } from "@wirescope/analysis";
import { Packet } from "@wirescope/decode";
import { loadRow } from "@wirescope/query";
import { captureBytes, eachRecord } from "./captures.mjs";

/**
 * Flows never end from silence, as in tools that read a file without a clock.
 *
 * @param {import("./captures.mjs").Entry} entry
 */
export function analyse(entry) {
  const analysis = new Analysis({
    flowIdleSeconds: 0,
    timeline: { kind: "fitting", buckets: 600 },
  });
  const packet = new Packet();
  eachRecord(captureBytes(entry), (batch, index) => {
    loadRow(batch, index, packet.number + 1, packet);
    analysis.add(packet);
  });
  return analysis;
}

/** @param {Analysis} analysis */
export function flowsOf(analysis) {
  const flows = [];
  for (let row = 0; row < analysis.flows.size; row += 1) flows.push(analysis.flowRecord(row));
  return flows.sort((a, b) => a.id - b.id);
}
