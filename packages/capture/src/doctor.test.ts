import { expect, test } from "vitest";
import { commandLine } from "./doctor.ts";

test.for([
  ["ordinary words stay bare", ["live", "-i", "eth0"], "/bin/node live -i eth0"],
  ["spaces are quoted", ["-f", "tcp port 80"], "/bin/node -f 'tcp port 80'"],
  ["quotes are quoted", ["it's"], "/bin/node 'it'\\''s'"],
  ["nothing is expanded", ["$HOME", "*"], "/bin/node '$HOME' '*'"],
  ["empty words stay words", [""], "/bin/node ''"],
] as const)("a command as a shell reads it back: %s", ([, words, expected]) => {
  expect(commandLine("/bin/node", words)).toBe(expected);
});
