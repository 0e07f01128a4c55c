import { constants } from "node:os";
import { expect, test } from "vitest";
import { errnoName, systemCallFailed } from "./native-bridge.ts";

test("an errno has its name", () => {
  expect(errnoName(constants.errno.EPERM)).toBe("EPERM");
});

test.for([
  ["ENOMEM", "CAPTURE_NO_RESOURCES"],
  ["EMFILE", "CAPTURE_NO_RESOURCES"],
  ["EINVAL", "CAPTURE_FAILED"],
] as const)("a system call that fails with %s is %s", ([name, code]) => {
  const error = systemCallFailed("mmap", "eth0", constants.errno[name]);
  expect(error.code).toBe(code);
  expect(error.message).toContain(`mmap`);
  expect(error.message).toContain(name);
});
