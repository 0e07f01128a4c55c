/** What is known of a host beforehand: by its address, and by its interface. */
import type { HostRecord } from "@wirescope/analysis";
import { type Catalog, ipv4Kind, ipv6Kind, type Place, wellKnownName } from "@wirescope/catalog";
import type { Host } from "./answer.ts";

/** Kinds of addresses that lie in the local network, or reach into it. */
const LOCAL: ReadonlySet<Host["kind"]> = new Set([
  "private",
  "shared",
  "link-local",
  "loopback",
  "multicast",
  "broadcast",
  "unspecified",
]);

/** Whether such an address lies in the local network, or reaches into it. */
export function isLocalKind(kind: Host["kind"]): boolean {
  return LOCAL.has(kind);
}

type Description = Pick<
  Host,
  "kind" | "wellKnownAs" | "vendor" | "country" | "asn" | "organization"
>;

type Address = Pick<HostRecord, "ipVersion" | "words">;

export function describeAddress(
  record: Pick<HostRecord, "ipVersion" | "words" | "address" | "mac">,
  catalog: Catalog | undefined,
): Description {
  const { system, country } = placeOf(record, catalog);
  return {
    kind: addressKind(record),
    wellKnownAs: wellKnownName(record.address),
    vendor: record.mac === undefined ? undefined : catalog?.vendor(record.mac),
    country,
    asn: system?.number,
    organization: system?.name,
  };
}

export function addressKind({ ipVersion, words }: Address): Host["kind"] {
  return ipVersion === 4 ? ipv4Kind(words[0]) : ipv6Kind(...words);
}

/** Where the address is; nowhere for one that is no global one, or without a catalog. */
export function placeOf(address: Address, catalog: Catalog | undefined): Place {
  if (catalog === undefined || addressKind(address) !== "global") {
    return { country: undefined, system: undefined };
  }
  return catalog.place(address.ipVersion, address.words);
}
