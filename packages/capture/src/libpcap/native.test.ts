import { expect, test } from "vitest";
import { missingLibpcapText } from "./native.ts";

test.for([
  ["linux", "libpcap0.8"],
  ["win32", "https://npcap.com"],
  ["darwin", "brew install libpcap"],
  ["freebsd", "install the package libpcap"],
] as const)("on %s one sentence names what brings libpcap", ([platform, what]) => {
  const text = missingLibpcapText(platform);
  expect(text).toContain(what);
  expect(text).toMatch(/^[A-Za-z][^\n]*\.$/);
});
