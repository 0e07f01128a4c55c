import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Catalog } from "./catalog.ts";
import { CATEGORIES, protocolCategory } from "./category.ts";
import { PlaceTable } from "./place-table.ts";
import { ipv4Kind, ipv6Kind, kindRanges, wellKnownName } from "./special-address.ts";

const asked: string[] = [];
function read(file: string): Buffer {
  asked.push(file);
  return gunzipSync(readFileSync(new URL(`../data/${file}`, import.meta.url)));
}

const catalog = new Catalog({ bytes: read, text: (file) => read(file).toString("utf8") });

function ipv4(text: string): number {
  return text.split(".").reduce((word, octet) => (word << 8) | Number(octet), 0);
}

function place(text: string): string {
  const { country, system } = catalog.place(4, [ipv4(text), 0, 0, 0]);
  return `${country ?? "-"} ${system?.number ?? "-"} ${system?.name ?? "-"}`;
}

describe("places", () => {
  test.for([
    ["8.8.8.8", "US 15169 Google LLC"],
    ["140.82.121.4", "US 36459 GitHub, Inc."],
    ["193.0.6.139", "NL 3333 Reseaux IP Europeens Network Coordination Centre (RIPE NCC)"],
  ])("%s is %s", ([address, expected]) => {
    expect(place(address!)).toBe(expected);
  });

  test.for(["10.0.0.1", "127.0.0.1", "224.0.0.251", "255.255.255.255", "0.0.0.0"])(
    "%s is nowhere",
    (address) => {
      expect(place(address)).toBe("- - -");
    },
  );

  test("IPv6 addresses are found by their first 48 bits", () => {
    const { country, system } = catalog.place(6, [0x20014860, 0x48600000, 0, 0x8888]);
    expect(country).toBe("US");
    expect(system?.number).toBe(15169);
    expect(catalog.place(6, [0xfe800000 | 0, 0, 0, 1])).toEqual({
      country: undefined,
      system: undefined,
    });
  });

  test("a signed word is the same address as an unsigned one", () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (word) => {
        expect(catalog.place(4, [word, 0, 0, 0])).toEqual(catalog.place(4, [word >>> 0, 0, 0, 0]));
      }),
      { seed: 20261122, numRuns: 500 },
    );
  });

  test("a damaged file is refused in words", () => {
    expect(() => new PlaceTable(new Uint8Array([3, 65, 66, 67]))).toThrow(/damaged/);
  });
});

describe("vendors", () => {
  test.for([
    ["b8:27:eb:12:34:56", "Raspberry Pi Foundation"],
    ["00:00:0c:00:00:01", "Cisco Systems, Inc"],
  ])("%s is made by %s", ([mac, vendor]) => {
    expect(catalog.vendor(mac!)).toBe(vendor);
  });

  test("a piece of a subdivided block goes before the block", () => {
    expect(catalog.vendor("c8:5c:e2:7a:bc:de")).toBe("SYNERGY SYSTEMS AND SOLUTIONS");
  });

  test.for([
    "01:00:5e:00:00:fb",
    "ff:ff:ff:ff:ff:ff",
    "da:a1:19:00:00:01",
    "",
    "zz:zz:zz:zz:zz:zz",
  ])("%s has no maker", (mac) => {
    expect(catalog.vendor(mac)).toBeUndefined();
  });
});

describe("applications", () => {
  test.for([
    ["rr1---sn-4g5ednd7.googlevideo.com", "YouTube", "Media"],
    ["api.github.com", "GitHub", "Collaborative"],
    ["audio-fa.scdn.co", "Spotify", "Music"],
    ["WWW.Netflix.COM", "Netflix", "Media"],
    ["mail.google.com", "Gmail", "Email"],
    ["www.google.com", "Google", "Productivity"],
    ["e1.whatsapp.net", "WhatsApp", "Chat"],
  ])("%s is %s (%s)", ([host, name, category]) => {
    expect(catalog.application(host!)).toMatchObject({ name, category });
  });

  test.for(["", ".", "com", "notgithub.com", "example.org", "a".repeat(300)])(
    "%s is of no application",
    (host) => {
      expect(catalog.application(host)).toBeUndefined();
    },
  );

  test("every application has a category of the list and its own name", () => {
    const { applications } = catalog;
    expect(applications.length).toBeGreaterThan(300);
    expect(applications.filter(({ category }) => !CATEGORIES.includes(category))).toEqual([]);
    const names = applications.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});

describe("special addresses", () => {
  test.for([
    ["10.1.2.3", "private"],
    ["172.32.0.1", "global"],
    ["100.64.0.1", "shared"],
    ["169.254.1.1", "link-local"],
    ["239.255.255.250", "multicast"],
    ["255.255.255.255", "broadcast"],
    ["0.0.0.0", "unspecified"],
    ["0.1.2.3", "reserved"],
    ["192.0.2.7", "documentation"],
    ["8.8.8.8", "global"],
  ])("%s is %s", ([address, kind]) => {
    expect(ipv4Kind(ipv4(address!))).toBe(kind);
  });

  test("IPv6", () => {
    expect(ipv6Kind(0, 0, 0, 0)).toBe("unspecified");
    expect(ipv6Kind(0, 0, 0, 1)).toBe("loopback");
    expect(ipv6Kind(0xfe800000 | 0, 0, 0, 1)).toBe("link-local");
    expect(ipv6Kind(0xfd001234 | 0, 0, 0, 1)).toBe("private");
    expect(ipv6Kind(0xff020000 | 0, 0, 0, 1)).toBe("multicast");
    expect(ipv6Kind(0x20010db8, 0, 0, 1)).toBe("documentation");
    expect(ipv6Kind(0x2a001450, 0, 0, 1)).toBe("global");
  });

  test("well-known addresses have names", () => {
    expect(wellKnownName("224.0.0.251")).toBe("mDNS");
    expect(wellKnownName("192.168.1.1")).toBeUndefined();
  });
});

test("protocols have nDPI's categories", () => {
  expect(protocolCategory("DNS")).toBe("Network");
  expect(protocolCategory("SSH")).toBe("RemoteAccess");
  expect(protocolCategory("TCP")).toBe("Unspecified");
});

test("each table is read once, when it is first asked for", () => {
  expect(asked.toSorted()).toEqual(["applications.txt.gz", "places.bin.gz", "vendors.txt.gz"]);
});

describe("ranges of address kinds", () => {
  const ranges = kindRanges();
  const toWords = (octets: Uint8Array): [number, number, number, number] => {
    const view = new DataView(octets.buffer, octets.byteOffset);
    return [view.getUint32(0), view.getUint32(4), view.getUint32(8), view.getUint32(12)];
  };

  test("follow one another over all addresses", () => {
    let next = 0n;
    for (const { first, last } of ranges) {
      const [from, to] = [first, last].map((octets) =>
        octets.reduce((sum, octet) => sum * 256n + BigInt(octet), 0n),
      );
      expect(from).toBe(next);
      next = to! + 1n;
    }
    expect(next).toBe(1n << 128n);
  });

  test("say at both of their ends what the address alone says", () => {
    for (const { kind, first, last } of ranges) {
      for (const octets of [first, last]) {
        const [w0, w1, w2, w3] = toWords(octets);
        const isIpv4 = w0 === 0 && w1 === 0 && w2 === 0xffff;
        expect(isIpv4 ? ipv4Kind(w3) : ipv6Kind(w0, w1, w2, w3)).toBe(kind);
      }
    }
  });
});
