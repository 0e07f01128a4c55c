/**
 * What a test file imports from vitest, for files that run in a page: vitest's own runner and
 * assertions without the parts that need Node.
 */

import {
  ASYMMETRIC_MATCHERS_OBJECT,
  chai,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
} from "@vitest/expect";

import { format } from "@vitest/pretty-format";

export { afterAll, afterEach, beforeAll, beforeEach, describe, it, test } from "@vitest/runner";

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

/** As vitest writes snapshots into files: the value in lines, indented by the source around it. */
function matchesSnapshot(this: Chai.AssertionStatic, snapshot: string): void {
  const value = Reflect.get(this, "_obj");
  const text = format(value, { escapeString: false, printBasicPrototype: false });
  const lines = snapshot.split("\n").slice(1, -1);
  const indent = /^ */.exec(lines[0] ?? "")?.[0].length ?? 0;
  chai.expect(text).to.equal(lines.map((line) => line.slice(indent)).join("\n"));
}

chai.use(({ Assertion }) => Assertion.addMethod("toMatchInlineSnapshot", matchesSnapshot));

function assertion(value: unknown, message?: string): unknown {
  return chai.expect(value, message);
}

const asymmetric: object = Reflect.get(globalThis, ASYMMETRIC_MATCHERS_OBJECT);

export const expect: unknown = Object.assign(
  assertion,
  {
    fail: chai.expect.fail,
    unreachable: chai.expect.fail,
    extend: Reflect.get(chai.expect, "extend"),
  },
  asymmetric,
);
