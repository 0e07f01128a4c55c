/** The fields `app…` and `flow.…` of display filters, as members of a flow. */
import type { Value } from "@wirescope/filter";
import type { Flow } from "./flow.ts";

/** What a filter may ask of a flow. */
export interface FilteredFlow
  extends Pick<
    Flow,
    "id" | "application" | "category" | "protocol" | "name" | "state" | "originator" | "responder"
  > {
  /** Of the whole flow, in both directions; absent where only a part of it is known. */
  readonly packets?: number;
  /** Octets on the wire. */
  readonly bytes?: number;
  /** Seconds. */
  readonly duration?: number;
}

const MEMBERS: Readonly<Record<string, keyof FilteredFlow>> = {
  app: "application",
  "app.category": "category",
  "flow.id": "id",
  "flow.protocol": "protocol",
  "flow.name": "name",
  "flow.state": "state",
  "flow.packets": "packets",
  "flow.bytes": "bytes",
  "flow.duration": "duration",
  "flow.originator": "originator",
  "flow.responder": "responder",
};

/** The value of the field `name`, none where it is not known of the flow. */
export function flowValues(name: string, flow: FilteredFlow): readonly Value[] {
  const member = MEMBERS[name];
  const value = member && flow[member];
  return value === undefined ? [] : [value];
}
