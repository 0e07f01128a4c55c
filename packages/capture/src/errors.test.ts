import { expect, test } from "vitest";
import {
  badFilter,
  type CaptureErrorCode,
  interfaceGone,
  noSuchInterface,
  notPermitted,
} from "./errors.ts";

test.for([
  [noSuchInterface("eth9", ["eth0", "lo"]), "CAPTURE_NO_INTERFACE", /"eth9".*eth0, lo\.$/],
  [noSuchInterface("eth9", []), "CAPTURE_NO_INTERFACE", /none\.$/],
  [notPermitted("eth0"), "CAPTURE_NO_PERMISSION", /"eth0".*wirescope doctor/],
  [interfaceGone("eth0"), "CAPTURE_INTERFACE_GONE", /"eth0" was removed/],
  [badFilter("udp foo", "syntax error"), "CAPTURE_BAD_FILTER", /"udp foo".*: syntax error\.$/],
] as const)("%s", ([error, code, message]) => {
  expect(error.code).toBe(code satisfies CaptureErrorCode);
  expect(error.message).toMatch(message);
});
