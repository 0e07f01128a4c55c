/** The flow whose details are shown beside the list. */
import type { Flow, Session, TimeRange } from "@wirescope/query";
import { parseIso } from "../format/time.ts";
import { type FlowName, isSameName, nameOf } from "./flow-name.ts";
import { Store } from "./store.ts";

/** Flows of one pair of endpoints that are told apart by when they began. */
const MOST_ALIKE = 200;

export type Opened =
  | { readonly kind: "closed" | "loading" | "gone" }
  | { readonly kind: "open"; readonly flow: Flow }
  | { readonly kind: "failed"; readonly message: string };

const CLOSED: Opened = { kind: "closed" };

export interface FlowSearch {
  readonly session: Session;
  /** Of the list; the flow's figures are those of its packets that match. */
  readonly filter: string;
  readonly range: TimeRange;
}

export class OpenedFlow {
  readonly state: Store<Opened> = new Store<Opened>(CLOSED);

  show(flow: Flow): void {
    this.state.set({ kind: "open", flow });
  }

  close(): void {
    this.state.set(CLOSED);
  }

  isShowing(flow: Flow): boolean {
    const state = this.state.getSnapshot();
    return state.kind === "open" && isSameFlow(state.flow, flow);
  }

  /** Takes the figures of a list that was asked for anew, where the flow is among its rows. */
  renew(flows: readonly Flow[]): void {
    const flow = flows.find((row) => this.isShowing(row));
    if (flow !== undefined) this.show(flow);
  }

  /** Shows the flow that an address names: that of the list, or since it began where the list has none. */
  async find(search: FlowSearch, name: FlowName): Promise<void> {
    const before = this.state.getSnapshot();
    if (before.kind === "open" && isSameName(nameOf(before.flow), name)) return;
    const loading: Opened = { kind: "loading" };
    this.state.set(loading);
    const sinceThen = { from: BigInt(Math.floor(name.start)) * 1000n, to: undefined };
    let next: Opened;
    try {
      const flow = (await ask(search, name)) ?? (await ask({ ...search, range: sinceThen }, name));
      next = flow === undefined ? { kind: "gone" } : { kind: "open", flow };
    } catch (error) {
      next = { kind: "failed", message: error instanceof Error ? error.message : String(error) };
    }
    if (this.state.getSnapshot() === loading) this.state.set(next);
  }
}

/** Whether two rows are of one flow, also where views or sensors number it differently. */
export function isSameFlow(a: Flow, b: Flow): boolean {
  if (a.communityId !== b.communityId) return false;
  return a.id === b.id || a.firstTimestamp === b.firstTimestamp;
}

/** Of the flows between the same endpoints, the one that began nearest to the name's moment. */
async function ask(
  { session, filter, range }: FlowSearch,
  name: FlowName,
): Promise<Flow | undefined> {
  const scope = { range, filter: filter === "" ? name.filter : `(${filter}) && (${name.filter})` };
  const page = await session.flows({
    ...scope,
    sort: "start",
    cursor: undefined,
    limit: MOST_ALIKE,
  });
  const distance = (flow: Flow) => Math.abs(parseIso(flow.firstTimestamp) - name.start);
  const [first, ...others] = page.flows;
  return others.reduce(
    (nearest, flow) =>
      nearest !== undefined && distance(flow) < distance(nearest) ? flow : nearest,
    first,
  );
}
