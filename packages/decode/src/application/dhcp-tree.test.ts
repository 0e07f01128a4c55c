import { describe, expect, test } from "vitest";
import {
  octets,
  readSamples,
  readsAnything,
  type Sample,
} from "./application-protocol.contract.ts";
import { DHCP_PROTOCOL } from "./dhcp-tree.ts";

/** A message from a client with these options; built by hand after RFC 2131 §2. */
function message(options: string, operation = "01"): Sample {
  const payload = octets(`${operation} 01 06 00 3903f326 0400 0000 ${"00".repeat(16)}
    a483e700129f ${"00".repeat(10)} ${"00".repeat(192)} 63825363 ${options}`);
  return { transport: "udp", from: 68, to: 67, payload };
}

const SAMPLES = {
  discover: message("35 01 01 3d 07 01 a483e700129f 0c 06 6c6170746f70 37 02 01 03 ff 0000"),
  names: message("51 0b 00 00 00 6d792e686f7374 6e 3c 03 4d5346 51 09 04 00 00 026d79 0168 00 ff"),
  routes: message("79 0d 18 c00002 0a000001 00 0a000002 21 08 0a000000 0a000003 ff"),
  relay: message("52 0c 01 04 00000001 05 04 c0000200 77 07 016100 0162 c000 ff"),
  bootp: message("", "02"),
} as const;

describe("Messages", () => {
  test("A client asks for an address", () => {
    const { texts, column, info } = readSamples(SAMPLES.discover);
    expect([column, info]).toEqual(["DHCP", "DHCP Discover - Transaction ID 0x3903f326"]);
    expect(texts("dhcp.hw.mac_addr")).toEqual(["a4:83:e7:00:12:9f", "a4:83:e7:00:12:9f"]);
    expect(texts("dhcp.secs")).toEqual(["4"]);
    expect(texts("dhcp.option.hostname")).toEqual(["laptop"]);
    expect(texts("dhcp.option.request_list_item")).toEqual(["1", "3"]);
    expect(texts("dhcp.option.type")).toEqual(["53", "61", "12", "55", "0"]);
    expect(texts("dhcp.option.value")).toEqual(["01", "01a483e700129f", "6c6170746f70", "0103"]);
    expect(texts("dhcp.option.padding")).toEqual(["0000"]);
  });

  test("Full names are text or in the encoding of DNS", () => {
    const { texts } = readSamples(SAMPLES.names);
    expect(texts("dhcp.fqdn.name")).toEqual(["my.hostn", "my.h"]);
    expect(texts("dhcp.fqdn.e")).toEqual(["0", "1"]);
    expect(texts("dhcp.option.vendor_class_id")).toEqual(["MSF"]);
  });

  test("Routes, with and without classes", () => {
    const { texts } = readSamples(SAMPLES.routes);
    expect(texts("dhcp.option.classless_static_route")).toEqual(["18c000020a000001", "000a000002"]);
    expect(texts("dhcp.option.static_route.router")).toEqual(["10.0.0.3"]);
  });

  test("A relay's information and a search list", () => {
    const { texts } = readSamples(SAMPLES.relay);
    expect(texts("dhcp.option.agent_information_option.agent_circuit_id")).toEqual(["00000001"]);
    expect(texts("dhcp.option.agent_information_option.link_selection")).toEqual(["192.0.2.0"]);
    expect(texts("dhcp.option.dhcp_dns_domain_search_list_fqdn")).toEqual(["a", "b.a"]);
  });

  test("Without a message type it is BOOTP", () => {
    const { column, info } = readSamples(SAMPLES.bootp);
    expect([column, info]).toEqual(["BOOTP", "Boot Reply"]);
  });
});

readsAnything(DHCP_PROTOCOL, Object.values(SAMPLES));
