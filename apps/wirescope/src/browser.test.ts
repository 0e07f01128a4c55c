import { expect, test } from "vitest";
import { canOpenBrowser } from "./browser.ts";

test.for([
  ["Linux with a display", { DISPLAY: ":0" }, "linux", true],
  ["Linux with Wayland", { WAYLAND_DISPLAY: "wayland-0" }, "linux", true],
  ["Linux without a display", {}, "linux", false],
  ["over SSH", { DISPLAY: ":0", SSH_CONNECTION: "192.0.2.1 1 192.0.2.2 22" }, "linux", false],
  ["in CI", { CI: "true" }, "darwin", false],
  ["macOS", {}, "darwin", true],
  ["Windows", {}, "win32", true],
] as const)("%s", ([, environment, platform, expected]) => {
  expect(canOpenBrowser(environment, platform)).toBe(expected);
});
