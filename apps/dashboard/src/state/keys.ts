/** The keys of the page; none acts while somebody types. */
import type { Dashboard } from "./dashboard.ts";

export interface KeyHelp {
  readonly keys: string;
  readonly does: string;
}

export const KEYS: readonly KeyHelp[] = [
  { keys: "/", does: "Filter box" },
  { keys: "Ctrl K", does: "Go to anything: pages, commands, hosts, names, ports, times" },
  { keys: "G, then O U P F", does: "Overview, usage, list of packets, list of flows" },
  { keys: "F6 Shift F6", does: "Next and previous part of the page" },
  { keys: "Space", does: "Pause or resume the view; recording goes on" },
  { keys: "L", does: "Go live, take the newest packets" },
  { keys: "T", does: "What time is shown" },
  { keys: "Z", does: "Zoom to the selection" },
  { keys: "Shift Z", does: "Back out of it, then twice as much time" },
  { keys: "- =", does: "Show twice as much time, or half of it" },
  { keys: "[ ]", does: "Back or forward by half of what is shown" },
  { keys: "Backspace", does: "What was shown before" },
  { keys: "U", does: "Bits per second or packets per second" },
  { keys: "D", does: "Light or dark" },
  { keys: "Y", does: "Copy a link to what is shown" },
  { keys: "1 … 5", does: "First row of a ranked list" },
  { keys: "J K ↓ ↑", does: "Next and previous packet or field" },
  { keys: "Enter O", does: "Open the packet" },
  { keys: "← →", does: "Packet above and below, while one is open" },
  { keys: "X Esc", does: "Close the packet or flow, then clear the selection and the crosshair" },
  { keys: "F N", does: "Only this value, not this value" },
  { keys: "B", does: "Bytes of the open packet" },
  { keys: "C", does: "Copy the field's value" },
  { keys: "Shift F10", does: "Menu of the value" },
  { keys: "?", does: "This list" },
];

/** What keys do that is not the state's own business. */
export interface KeyActs {
  readonly focusFilter: () => void;
  readonly toggleTheme: () => void;
  readonly showHelp: () => void;
  readonly copyLink: () => void;
  readonly goLive: () => void;
  readonly pickTime: () => void;
  readonly focusList: () => void;
  readonly focusBytes: () => void;
  /** @param place of a ranked list among those that are shown, from 1. */
  readonly focusRanking: (place: number) => void;
}

/** @returns whether the key did something. */
export function pressKey(key: string, dashboard: Dashboard, acts: KeyActs): boolean {
  const { packet, flow, selection, list } = dashboard.view.getSnapshot();
  const inspecting = packet !== undefined;
  const detailed = list === "flows" && flow !== undefined;
  const selected = selection !== undefined;
  const pinned = dashboard.pin.getSnapshot() !== undefined;
  switch (key) {
    case "/":
      acts.focusFilter();
      return true;
    case " ":
      dashboard.togglePause();
      return true;
    case "l":
      dashboard.goLive();
      acts.goLive();
      return true;
    case "t":
      acts.pickTime();
      return true;
    case "z":
      dashboard.travel.zoomToSelection();
      return true;
    case "Z":
      dashboard.travel.zoomBack();
      return true;
    case "-":
      dashboard.travel.zoom(2);
      return true;
    case "=":
    case "+":
      dashboard.travel.zoom(0.5);
      return true;
    case "[":
    case "]":
      dashboard.travel.pan(key === "[" ? -1 : 1);
      return true;
    case "Backspace":
      dashboard.undo();
      return true;
    case "u":
      dashboard.toggleUnit();
      return true;
    case "d":
      acts.toggleTheme();
      return true;
    case "y":
      acts.copyLink();
      return true;
    case "?":
      acts.showHelp();
      return true;
    case "j":
    case "k":
      acts.focusList();
      return true;
    case "b":
      if (inspecting) acts.focusBytes();
      return inspecting;
    case "1":
    case "2":
    case "3":
    case "4":
    case "5":
      acts.focusRanking(Number(key));
      return true;
    case "x":
    case "Escape":
      if (inspecting) dashboard.closePacket();
      else if (detailed) dashboard.closeFlow();
      else if (selected && key === "Escape") dashboard.select(undefined);
      else if (pinned && key === "Escape") dashboard.pin.set(undefined);
      else return false;
      return true;
    case "ArrowLeft":
    case "ArrowRight":
      if (inspecting) dashboard.stepPacket(key === "ArrowRight" ? 1 : -1);
      return inspecting;
    default:
      return false;
  }
}
