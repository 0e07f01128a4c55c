/** What the palette can do besides going somewhere: each command is a key's, or has none. */
import type { Dashboard } from "./dashboard.ts";
import { goTo } from "./go-keys.ts";
import { type KeyActs, pressKey } from "./keys.ts";

/** What commands need of the page that keys don't. */
export interface CommandActs extends KeyActs {
  readonly chooseFile: () => void;
  readonly forgetFilters: () => void;
}

export interface Command {
  readonly title: string;
  readonly keys: string;
  /** Left out where it could do nothing. */
  readonly isPossible: (dashboard: Dashboard) => boolean;
  readonly run: (dashboard: Dashboard, acts: CommandActs) => void;
}

const isOverview = (dashboard: Dashboard) => dashboard.view.getSnapshot().page === "overview";
const isSelected = (dashboard: Dashboard) => dashboard.view.getSnapshot().selection !== undefined;
const isFile = (dashboard: Dashboard) => dashboard.active.getSnapshot().kind === "file";
const always = () => true;

export const COMMANDS: readonly Command[] = [
  go("Overview", "o"),
  go("Usage by device", "u"),
  go("List of packets", "p"),
  go("List of flows", "f"),
  key("Pause or resume the view", " ", "Space", isOverview),
  key("Go live", "l", "L", isOverview),
  key("Choose what time is shown", "t", "T", isOverview),
  key("Show twice as much time", "-", "-", isOverview),
  key("Show half as much time", "=", "=", isOverview),
  key("Zoom to the selection", "z", "Z", isSelected),
  {
    title: "Clear the selection",
    keys: "Esc",
    isPossible: isSelected,
    run: (dashboard) => dashboard.select(undefined),
  },
  {
    title: "Clear the filter",
    keys: "",
    isPossible: (dashboard) => dashboard.view.getSnapshot().filter !== "",
    run: (dashboard) => dashboard.setFilter(""),
  },
  key("Write a filter", "/", "/", isOverview),
  {
    title: "Forget recent filters",
    keys: "",
    isPossible: always,
    run: (_, acts) => acts.forgetFilters(),
  },
  key("Bits per second or packets per second", "u", "U", isOverview),
  key("Light or dark theme", "d", "D", always),
  key("Copy a link to what is shown", "y", "Y", always),
  {
    title: "Open a capture file",
    keys: "",
    isPossible: always,
    run: (_, acts) => acts.chooseFile(),
  },
  {
    title: "Close the file",
    keys: "",
    isPossible: isFile,
    run: (dashboard) => dashboard.closeFile(),
  },
  key("All keys", "?", "?", always),
];

function go(title: string, letter: string): Command {
  return {
    title,
    keys: `G ${letter.toUpperCase()}`,
    isPossible: always,
    run: (dashboard) => void goTo(letter, dashboard),
  };
}

function key(
  title: string,
  pressed: string,
  keys: string,
  isPossible: Command["isPossible"],
): Command {
  return {
    title,
    keys,
    isPossible,
    run: (dashboard, acts) => void pressKey(pressed, dashboard, acts),
  };
}
