import { expect, test } from "vitest";
import { type Theme, ThemeChoice, type ThemeHost } from "./theme.ts";

function makeHost(stored: string | undefined, dark: boolean) {
  const values = new Map<string, string>();
  if (stored !== undefined) values.set("wirescope.theme", stored);
  const applied: Theme[] = [];
  const state = { dark, listener: () => {} };
  const host: ThemeHost = {
    storage: {
      getItem: (key) => values.get(key) ?? null,
      setItem: (key, value) => void values.set(key, value),
    },
    systemPrefersDark: () => state.dark,
    onSystemChange: (listener) => {
      state.listener = listener;
    },
    apply: (theme) => void applied.push(theme),
  };
  return { host, values, applied, state };
}

test("The system decides until somebody does", () => {
  const { host, applied, state } = makeHost(undefined, true);
  const choice = new ThemeChoice(host);
  state.dark = false;
  state.listener();
  expect(applied).toEqual(["dark", "light"]);
  expect(choice.current.getSnapshot()).toBe("light");
});

test("A choice is remembered and outlives a change of the system", () => {
  const { host, values, state } = makeHost(undefined, false);
  const choice = new ThemeChoice(host);
  choice.toggle();
  state.dark = false;
  state.listener();
  expect(choice.current.getSnapshot()).toBe("dark");
  expect(values.get("wirescope.theme")).toBe("dark");
});

test("A stored value that is no theme is ignored", () => {
  expect(new ThemeChoice(makeHost("blue", true).host).current.getSnapshot()).toBe("dark");
});
