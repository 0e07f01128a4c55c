/** Pages of flows. */
import { type Analysis, communityId, type FlowCursor, type FlowRecord } from "@wirescope/analysis";
import type { Catalog } from "@wirescope/catalog";
import { protocolInfo } from "@wirescope/decode";
import { applicationName } from "./application-answer.ts";
import { QueryError } from "./errors.ts";
import type { Flow, FlowsPage } from "./flow.ts";
import { healthAnswer } from "./health-answer.ts";
import { pairFilter } from "./member-filter.ts";
import type { FlowSort } from "./question.ts";
import { formatTimestamp } from "./timestamp.ts";
import { transportName } from "./transport-name.ts";

const CURSOR = /^(-?\d{1,20}(?:\.\d{1,20})?(?:e[+-]\d{1,3})?):(\d{1,16})$/;

export interface FlowsRequest {
  readonly sort: FlowSort;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/**
 * The flows behind the cursor. While traffic goes on, values change between pages: a flow that moves
 * up past the cursor is not shown again, one that moves down may be.
 */
export function flowsAnswer(
  analysis: Analysis,
  request: FlowsRequest,
  catalog: Catalog | undefined,
): Omit<FlowsPage, "coverage"> {
  const { rows, cursor } = analysis.flowRows(
    request.sort,
    request.limit,
    parseFlowCursor(request.cursor),
  );
  return {
    flows: rows.map((row) => toFlow(analysis.flowRecord(row), catalog)),
    total: analysis.flows.size,
    cursor: cursor === undefined ? undefined : `${cursor.value}:${cursor.id}`,
  };
}

/** A flow as answers show it. */
export function toFlow(record: FlowRecord, catalog: Catalog | undefined): Flow {
  const { firstSeconds, firstNanoseconds, lastSeconds, lastNanoseconds } = record;
  const application = applicationName(record.application, record.protocol, catalog);
  return {
    id: record.id,
    protocol: protocolInfo(record.protocol).name,
    protocolByPort: record.protocolByPort,
    application: application.name,
    category: application.category,
    transport: transportName(record.ipProtocol),
    vlan: record.vlan,
    tunnel: record.tunnel === undefined ? undefined : protocolInfo(record.tunnel).name,
    originator: record.originator,
    originatorPort: record.originatorPort,
    responder: record.responder,
    responderPort: record.responderPort,
    name: record.name,
    state: record.state,
    firstTimestamp: formatTimestamp(firstSeconds, firstNanoseconds),
    lastTimestamp: formatTimestamp(lastSeconds, lastNanoseconds),
    duration: lastSeconds - firstSeconds + (lastNanoseconds - firstNanoseconds) / 1e9,
    packetsOut: record.packetsOut,
    packetsIn: record.packetsIn,
    bytesOut: record.bytesOut,
    bytesIn: record.bytesIn,
    payloadOut: record.payloadOut,
    payloadIn: record.payloadIn,
    health: record.health === undefined ? undefined : healthAnswer(record.health),
    communityId: communityId(record),
    filter: flowFilter(record),
  };
}

function flowFilter(record: FlowRecord): string {
  const { originator, responder, originatorPort, responderPort, ipProtocol, ipVersion } = record;
  const transport = transportName(ipProtocol);
  const clauses = [pairFilter(originator, responder)];
  if (originatorPort !== undefined && responderPort !== undefined) {
    clauses.push(
      originatorPort === responderPort
        ? `${transport}.srcport == ${originatorPort} && ${transport}.dstport == ${originatorPort}`
        : `${transport}.port == ${originatorPort} && ${transport}.port == ${responderPort}`,
    );
  } else if (/^\d/.test(transport)) {
    clauses.push(ipVersion === 4 ? `ip.proto == ${ipProtocol}` : `ipv6.nxt == ${ipProtocol}`);
  } else {
    clauses.push(transport);
  }
  if (record.vlan !== undefined) clauses.push(`vlan.id == ${record.vlan}`);
  return clauses.join(" && ");
}

/** @throws QueryError `QUERY_BAD_CURSOR` for what is no cursor of a page of flows. */
export function parseFlowCursor(text: string | undefined): FlowCursor | undefined {
  if (text === undefined) return undefined;
  const match = CURSOR.exec(text);
  if (match === null) {
    throw new QueryError(
      "QUERY_BAD_CURSOR",
      "The cursor is not one of a page of flows; start again.",
    );
  }
  return { value: Number(match[1]), id: Number(match[2]) };
}
