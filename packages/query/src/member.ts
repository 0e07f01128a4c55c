/** What the rows of top lists are about: how they are labelled, and the filter that selects them. */
import { protocolInfo, serviceName } from "@wirescope/decode";
import { quote } from "@wirescope/filter";
import {
  destinationFilter,
  hostFilter,
  nameFilter,
  pairFilter,
  sourceFilter,
} from "./member-filter.ts";
import { transportName } from "./transport-name.ts";

export interface Member {
  readonly label: string;
  readonly filter: string;
  readonly name: string | undefined;
}

const HOST_FILTERS = { host: hostFilter, source: sourceFilter, destination: destinationFilter };

/** @param name of the address, where it has one */
export function hostMember(
  by: "host" | "source" | "destination",
  address: string,
  name: string | undefined,
): Member {
  return { label: address, filter: HOST_FILTERS[by](address), name };
}

/** `a` is the lower address. */
export function conversationMember(a: string, b: string): Member {
  return { label: `${a} ⇄ ${b}`, filter: pairFilter(a, b), name: undefined };
}

/** @param ipProtocol IANA number */
export function serviceMember(ipProtocol: number, port: number): Member {
  const transport = transportName(ipProtocol);
  const isNamed = transport === "tcp" || transport === "udp" || transport === "sctp";
  return {
    label: `:${port}/${transport}`,
    filter: isNamed ? `${transport}.port == ${port}` : `ip.proto == ${ipProtocol}`,
    name: isNamed ? serviceName(transport, port) : undefined,
  };
}

export function protocolMember(code: number): Member {
  const { name, filterName } = protocolInfo(code);
  return { label: name, filter: filterName, name: undefined };
}

export function nameMember(name: string): Member {
  return { label: name, filter: nameFilter(name), name: undefined };
}

/** @param category in nDPI's words */
export function applicationMember(label: string, category: string): Member {
  const name = category === "Unspecified" ? undefined : category;
  return { label, filter: `app == ${quote(label)}`, name };
}

/** @param country ISO 3166-1 alpha-2 */
export function countryMember(country: string): Member {
  return { label: country, filter: `country == "${country}"`, name: undefined };
}

/** @param holder of the autonomous system */
export function systemMember(number: number, holder: string | undefined): Member {
  return { label: `AS${number}`, filter: `asn == ${number}`, name: holder };
}
