import { expect, test } from "vitest";
import { serviceName } from "./service-name.ts";

test.for([
  ["tcp", 443, "https"],
  ["udp", 443, "https"],
  ["tcp", 22, "ssh"],
  ["udp", 53, "domain"],
  ["udp", 67, "bootps"],
  ["sctp", 3868, "diameter"],
  ["udp", 22, undefined],
  ["tcp", 65_000, undefined],
] as const)("%s port %i is %s", ([transport, port, name]) => {
  expect(serviceName(transport, port)).toBe(name);
});

test("Every table is whole: names are names, ports are ports", () => {
  let count = 0;
  for (const transport of ["tcp", "udp", "sctp"] as const) {
    for (let port = 0; port < 65_536; port += 1) {
      const name = serviceName(transport, port);
      if (name === undefined) continue;
      expect(name).toMatch(/^[0-9]?[a-z][a-z0-9-]*$/);
      count += 1;
    }
  }
  expect(count).toBeGreaterThan(500);
});
