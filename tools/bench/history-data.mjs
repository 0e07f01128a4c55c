// @ts-check
/**
 * A history of many days, made from the flows of one capture: each comes back again and again with a
 * shifted clock and, in some of its copies, between other addresses.
 */
import { createReadStream, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { Catalog } from "@wirescope/catalog";
import { protocolInfo } from "@wirescope/decode";
import { CaptureReader, PacketBatch, readBatches } from "@wirescope/pcap";
import { CaptureRecord, describeAddress, Recorder, toFlow } from "@wirescope/query";
import { Connection } from "../../packages/store/dist/duckdb/connection.js";
import { migrate } from "../../packages/store/dist/duckdb/migrate.js";
import { rollUp } from "../../packages/store/dist/duckdb/rollup.js";

/** The store's own, since the root of the workspace has none. */
const { DuckDBInstance } = createRequire(
  new URL("../../packages/store/package.json", import.meta.url),
)("@duckdb/node-api");

/** Copies of each flow between other addresses; the first is the flow itself. */
const COPIES = 8;
const SECONDS_PER_DAY = 86_400;
/** Days that are made anew; later ones repeat them. */
const DIFFERENT_DAYS = 6;

/**
 * @typedef {{ capture: string, days: number, slicesPerMinute: number, start: number }} Plan
 * `start`: seconds since 1970, a multiple of a day.
 */

/**
 * Makes the file of a history; rows are sorted as the writer sorts them.
 *
 * @param {string} path of a file that does not exist
 * @param {Plan} plan
 */
export async function buildHistory(path, plan) {
  const instance = await DuckDBInstance.create(path, { memory_limit: "3GB", threads: "2" });
  const raw = await instance.connect();
  const connection = new Connection(raw);
  await migrate(connection, path);
  await loadFlows(raw, plan.capture, `${path}.flows`);
  for (let day = 0; day < plan.days; day += 1) {
    await raw.run(day < DIFFERENT_DAYS ? daySql(plan, day) : repeatSql(plan, day));
    process.stderr.write(`\rday ${day + 1} of ${plan.days} `);
  }
  for (const statement of SUMMARIES) await raw.run(statement);
  await raw.run("DROP TABLE bench_flows");
  await rollUpAll(raw, connection, plan);
  process.stderr.write("\n");
  await raw.run("CHECKPOINT");
  connection.close();
  instance.closeSync();
}

/**
 * Rollups as the writer makes them; those of days that are repeated are as well.
 *
 * @param {{ run(statement: string): Promise<unknown> }} raw
 * @param {Connection} connection
 * @param {Plan} plan
 */
async function rollUpAll(raw, connection, { start, days }) {
  const different = Math.min(days, DIFFERENT_DAYS);
  for (let hour = start; hour < start + different * SECONDS_PER_DAY; hour += 3600) {
    await rollUp(connection, { hour, sensor: "bench" });
  }
  for (let day = different; day < days; day += 1) {
    const source = day % DIFFERENT_DAYS;
    const from = start + source * SECONDS_PER_DAY;
    await raw.run(`
      INSERT INTO rollups
      SELECT * REPLACE ((hour + ${(day - source) * SECONDS_PER_DAY})::UINTEGER AS hour)
      FROM rollups WHERE hour >= ${from} AND hour < ${from + SECONDS_PER_DAY}`);
  }
}

/**
 * The flows of the capture as a table, largest first, each with copies between other addresses.
 *
 * @param {{ run(statement: string): Promise<unknown> }} raw
 * @param {string} capture
 * @param {string} scratch a file for the way there
 */
async function loadFlows(raw, capture, scratch) {
  const { recorder, catalog } = await readCapture(capture);
  const { analysis } = recorder.main;
  const lines = [];
  for (let row = 0; row < analysis.flows.size; row += 1) {
    const record = analysis.flowRecord(row);
    const flow = toFlow(record, catalog);
    const ends = [record.originatorWords, record.responderWords].map((words) =>
      describeAddress({ ipVersion: record.ipVersion, words, address: "", mac: undefined }, catalog),
    );
    lines.push(
      JSON.stringify({
        ip_version: record.ipVersion,
        ip_protocol: record.ipProtocol,
        vlan: record.vlan ?? -1,
        tunnel: flow.tunnel ?? "",
        originator: hex(record.ipVersion, record.originatorWords),
        responder: hex(record.ipVersion, record.responderWords),
        originator_port: record.originatorPort ?? -1,
        responder_port: record.responderPort ?? -1,
        service_port: record.servicePort ?? -1,
        icmp_type: record.icmpType ?? -1,
        icmp_identifier: record.icmpIdentifier ?? -1,
        protocol: protocolInfo(record.protocol).name,
        protocol_by_port: record.protocolByPort ? 1 : 0,
        application: flow.application,
        category: flow.category,
        name: flow.name ?? "",
        originator_country: ends[0]?.country ?? "",
        responder_country: ends[1]?.country ?? "",
        originator_asn: ends[0]?.asn ?? 0,
        responder_asn: ends[1]?.asn ?? 0,
        state: record.state,
        packets_out: record.packetsOut,
        packets_in: record.packetsIn,
        bytes_out: record.bytesOut,
        bytes_in: record.bytesIn,
        payload_out: record.payloadOut,
        payload_in: record.payloadIn,
        retransmissions_out: flow.health?.retransmissionsOut ?? 0,
        retransmissions_in: flow.health?.retransmissionsIn ?? 0,
        initial_rtt: Math.round((flow.health?.initialRtt ?? 0) * 1e6),
        rtt_out: Math.round((flow.health?.rttOut ?? 0) * 1e6),
        rtt_in: Math.round((flow.health?.rttIn ?? 0) * 1e6),
      }),
    );
  }
  writeFileSync(scratch, lines.join("\n"));
  await raw.run(`
    CREATE TABLE bench_flows AS
    SELECT *, (row_number() OVER (ORDER BY (bytes_out + bytes_in) * hash(originator) % 1000003) - 1)::INTEGER AS place
    FROM (
      SELECT * EXCLUDE (originator, responder),
        unhex(left(originator, 26) || lpad(to_hex((copy * 7 + ('0x' || substr(originator, 27, 2))::INTEGER) % 256), 2, '0')
          || substr(originator, 29)) AS originator,
        unhex(left(responder, 26) || lpad(to_hex(((copy // 4) * 11 + ('0x' || substr(responder, 27, 2))::INTEGER) % 256), 2, '0')
          || substr(responder, 29)) AS responder
      FROM read_json('${scratch}'), range(${COPIES}) AS copies (copy)
    )`);
}

export function benchCatalog() {
  return new Catalog({
    bytes: (file) => gunzipSync(readFileSync(shipped(file))),
    text: (file) => gunzipSync(readFileSync(shipped(file))).toString("utf8"),
  });
}

/** @param {string} path */
async function readCapture(path) {
  const catalog = benchCatalog();
  const recorder = new Recorder({ catalog });
  const reader = new CaptureReader();
  const record = new CaptureRecord(recorder, path, reader);
  for await (const batch of readBatches(reader, createReadStream(path), new PacketBatch())) {
    record.feed(batch);
  }
  return { recorder, catalog };
}

/** @param {string} file */
function shipped(file) {
  return fileURLToPath(import.meta.resolve(`@wirescope/catalog/data/${file}`));
}

/** @param {4 | 6} version @param {readonly number[]} words */
function hex(version, words) {
  const texts = words.map((word) => word.toString(16).padStart(8, "0"));
  return version === 4 ? `00000000000000000000ffff${texts[0]}` : texts.join("");
}

/**
 * Slices of one day. Flows begin at a rate that follows the clock, last a minute or a few, and which flow of the
 * capture it is follows Zipf's law.
 *
 * @param {Plan} plan @param {number} day
 */
function daySql({ start, slicesPerMinute }, day) {
  const from = start + day * SECONDS_PER_DAY;
  const perDay = Math.round((slicesPerMinute * 1440) / 1.62);
  return `
    INSERT INTO slices BY NAME
    WITH begun AS (
      SELECT ${day} * ${perDay * 2}::BIGINT + i AS flow,
        ${from} + 60 * (least(1439, floor(1440 * (u1 + 0.12 * sin(6.2831853 * u1) / 6.2831853)))::BIGINT) AS begin_minute,
        CASE WHEN u2 < 0.78 THEN 1 WHEN u2 < 0.9 THEN 2 WHEN u2 < 0.96 THEN 3 + (u2 * 1e6)::INTEGER % 3 ELSE 5 + (u2 * 1e6)::INTEGER % 10 END AS minutes,
        least(n - 1, floor(n * pow(u3, 2.5)))::INTEGER AS place, u4
      FROM (
        SELECT i, (hash(i, ${day}, 1) % 1000000) / 1e6 AS u1, (hash(i, ${day}, 2) % 1000000) / 1e6 AS u2,
          (hash(i, ${day}, 3) % 100000000) / 1e8 AS u3, (hash(i, ${day}, 4) % 1000000) / 1e6 AS u4
        FROM range(${perDay}) AS numbers (i)
      ), (SELECT count(*) AS n FROM bench_flows)
    ), parts AS (
      SELECT flow, place, u4, begin_minute, minutes, begin_minute + 60 * unnest(range(minutes)) AS minute FROM begun
    )
    SELECT minute::UINTEGER AS minute, 'bench' AS sensor, ${start}::UINTEGER AS run, flow + 1 AS flow,
      (CASE WHEN minute = begin_minute THEN 0 ELSE minute - 60 END)::UINTEGER AS previous,
      ip_version, ip_protocol, vlan, tunnel, originator, responder,
      CASE WHEN originator_port > 1023 THEN 32768 + (u4 * 28000)::INTEGER ELSE originator_port END AS originator_port,
      responder_port, service_port, icmp_type, icmp_identifier, protocol, protocol_by_port, application, category, name,
      originator_country, responder_country, originator_asn, responder_asn, state,
      minute * 1000000000::BIGINT + (u4 * 3e10)::BIGINT AS first,
      minute * 1000000000::BIGINT + (u4 * 3e10)::BIGINT + (hash(flow, minute) % 30000000000)::BIGINT AS last,
      (1 + packets_out * (0.2 + u4))::UBIGINT AS packets_out, (packets_in * (0.2 + u4))::UBIGINT AS packets_in,
      (64 + bytes_out * (0.2 + u4))::UBIGINT AS bytes_out, (bytes_in * (0.2 + u4))::UBIGINT AS bytes_in,
      (payload_out * (0.2 + u4))::UBIGINT AS payload_out, (payload_in * (0.2 + u4))::UBIGINT AS payload_in,
      retransmissions_out, retransmissions_in, 0 AS out_of_order_out, 0 AS out_of_order_in, 0 AS duplicate_acks_out,
      0 AS duplicate_acks_in, 0 AS zero_windows_out, 0 AS zero_windows_in, 0 AS gaps_out, 0 AS gaps_in,
      0 AS resets_out, 0 AS resets_in, initial_rtt, rtt_out, rtt_in
    FROM parts JOIN bench_flows USING (place)
    ORDER BY minute, originator, responder`;
}

/**
 * Slices of one of the first days once more, of other flows.
 *
 * @param {Plan} plan @param {number} day
 */
function repeatSql({ start, slicesPerMinute }, day) {
  const source = day % DIFFERENT_DAYS;
  const later = (day - source) * SECONDS_PER_DAY;
  const from = start + source * SECONDS_PER_DAY;
  return `
    INSERT INTO slices
    SELECT * REPLACE (
      (minute + ${later})::UINTEGER AS minute,
      (CASE WHEN previous = 0 THEN 0 ELSE previous + ${later} END)::UINTEGER AS previous,
      (flow + ${(day - source) * slicesPerMinute * 2 * 1440})::UBIGINT AS flow,
      first + ${later}000000000 AS first, last + ${later}000000000 AS last
    ) FROM slices WHERE minute >= ${from} AND minute < ${from + SECONDS_PER_DAY}`;
}

/** What the writer would have put beside the slices. */
const SUMMARIES = [
  `INSERT INTO minutes BY NAME
   SELECT minute, sensor, run, min(first) AS first, max(last) AS last, sum(packets_out + packets_in) AS packets,
     sum(bytes_out + bytes_in) AS bytes, 0 AS malformed, count(*) AS flows,
     count(*) FILTER (WHERE previous = 0) AS flows_begun, 0 AS flows_merged, 0 AS kernel_drops, 0 AS interface_drops,
     0 AS minutes_lost
   FROM slices GROUP BY ALL ORDER BY minute`,
  `INSERT INTO protocol_minutes BY NAME
   SELECT minute, sensor, protocol, application, sum(packets_out + packets_in) AS packets,
     sum((packets_out + packets_in) * protocol_by_port) AS packets_by_port, sum(bytes_out + bytes_in) AS bytes,
     count(*) AS flows, count(*) FILTER (WHERE previous = 0) AS flows_begun
   FROM slices GROUP BY ALL ORDER BY minute`,
  `INSERT INTO names BY NAME
   SELECT sensor, responder AS address, any_value(name) AS name, 'tls' AS source, 0 AS rank, min(minute) AS first,
     max(minute) AS last
   FROM slices WHERE name <> '' AND protocol = 'TLS' GROUP BY ALL`,
];
