/** The flows of a stretch of the past, found by their packets. */
import type { Packet } from "@wirescope/decode";
import { addressKey, textAddressKey } from "./address-key.ts";
import type { Flow } from "./flow.ts";
import type { FilteredFlow } from "./flow-field.ts";
import { ROW_LIMIT } from "./limits.ts";
import type { PastSession } from "./past-session.ts";
import type { TimeRange } from "./range.ts";
import { fromUnixNanos, parseTimestamp } from "./timestamp.ts";
import { transportNumber } from "./transport-name.ts";

/** Flows that are held; the newest of a stretch that has more. A minute of history has half as many. */
const FLOW_LIMIT = 32_768;

export interface KnownFlow extends FilteredFlow {
  /** Seconds since 1970 of its first and its last packet in the stretch. */
  readonly first: number;
  readonly last: number;
}

/** Seconds, more than a double is off by. */
const ROUNDING = 1e-5;
/** Seconds by which packets of several interfaces may come before others that are older. */
const DISORDER = 1;

export class FlowDirectory {
  /** By what their packets have in common, the newest first; each is there for both directions. */
  readonly #flows = new Map<string, KnownFlow[]>();

  /** @throws QueryError where history can't answer */
  static async read(past: Pick<PastSession, "flows">, range: TimeRange): Promise<FlowDirectory> {
    const directory = new FlowDirectory();
    let cursor: string | undefined;
    let count = 0;
    do {
      const page = await past.flows({ range, filter: "", sort: "start", cursor, limit: ROW_LIMIT });
      for (const flow of page.flows) directory.#add(flow);
      count += page.flows.length;
      ({ cursor } = page);
    } while (cursor !== undefined && count < FLOW_LIMIT);
    return directory;
  }

  /** The flow that the packet belongs to: the one between its ends at that time. */
  find(packet: Packet): KnownFlow | undefined {
    const { source0, source1, source2, source3, vlanId, ipProtocol } = packet;
    const { destination0, destination1, destination2, destination3 } = packet;
    const flows = this.#flows.get(
      flowKey(
        vlanId,
        ipProtocol,
        addressKey(source0, source1, source2, source3),
        packet.sourcePort,
        addressKey(destination0, destination1, destination2, destination3),
        packet.destinationPort,
      ),
    );
    if (flows === undefined) return undefined;
    const time = secondsOf(packet);
    const at = (slack: number): KnownFlow | undefined =>
      flows.find(({ first, last }) => first - slack <= time && time <= last + slack);
    return at(ROUNDING) ?? at(DISORDER);
  }

  #add(flow: Flow): void {
    const originator = textAddressKey(flow.originator);
    const responder = textAddressKey(flow.responder);
    const first = parseTimestamp(flow.firstTimestamp);
    const last = parseTimestamp(flow.lastTimestamp);
    if (originator === undefined || responder === undefined) return;
    if (first === undefined || last === undefined) return;
    const { id, application, category, protocol, name, state } = flow;
    const known: KnownFlow = {
      ...{ id, application, category, protocol, name, state },
      ...{ originator: flow.originator, responder: flow.responder },
      first: secondsOf(fromUnixNanos(first)),
      last: secondsOf(fromUnixNanos(last)),
    };
    const { vlan = -1, originatorPort = -1, responderPort = -1 } = flow;
    const transport = transportNumber(flow.transport);
    const keys = new Set([
      flowKey(vlan, transport, originator, originatorPort, responder, responderPort),
      flowKey(vlan, transport, responder, responderPort, originator, originatorPort),
    ]);
    for (const key of keys) {
      const flows = this.#flows.get(key);
      if (flows === undefined) this.#flows.set(key, [known]);
      else flows.push(known);
    }
  }
}

function flowKey(
  vlan: number,
  ipProtocol: number,
  source: string,
  sourcePort: number,
  destination: string,
  destinationPort: number,
): string {
  return `${vlan} ${ipProtocol} ${source}:${sourcePort} ${destination}:${destinationPort}`;
}

/** To about a microsecond. */
function secondsOf({
  seconds,
  nanoseconds,
}: {
  readonly seconds: number;
  readonly nanoseconds: number;
}): number {
  return seconds + nanoseconds / 1e9;
}
