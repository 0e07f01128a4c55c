import { expect, test } from "vitest";
import { parseStatus, sudoIdentity } from "./privileges.ts";

const STATUS = `Name:\tnode
Uid:\t1000\t1000\t1000\t1000
Gid:\t1001\t1001\t1001\t1001
Groups:\t4 1001 
NoNewPrivs:\t1
CapPrm:\t0000000000000000
CapEff:\t0000000000002000
`;

test("a process status is read", () => {
  expect(parseStatus(STATUS)).toEqual({
    userIds: [1000, 1000, 1000, 1000],
    groupIds: [1001, 1001, 1001, 1001],
    supplementaryGroups: [4, 1001],
    effectiveCapabilities: "0000000000002000",
    permittedCapabilities: "0000000000000000",
    noNewPrivileges: true,
  });
});

test("a process without supplementary groups has none", () => {
  expect(parseStatus(STATUS.replace("4 1001 ", "")).supplementaryGroups).toEqual([]);
});

test("a status without a line is an error, not a clean bill", () => {
  expect(() => parseStatus(STATUS.replace(/^CapEff.*\n/m, ""))).toThrow(/"CapEff"/);
});

test.for([
  ["1000", 1000],
  [undefined, 65_534],
  ["0", 65_534],
  ["-1", 65_534],
  ["4294967295", 65_534],
  ["root", 65_534],
  ["", 65_534],
] as const)("SUDO_UID %s becomes %i", ([value, expected]) => {
  expect(sudoIdentity(value)).toBe(expected);
});
