/** `G` and then a letter: to a page, or to a list of the overview. */
import type { Dashboard } from "./dashboard.ts";

/** Milliseconds within which the letter follows. */
const WAIT_MS = 1500;

export class GoKeys {
  #since = Number.NEGATIVE_INFINITY;

  /**
   * @param now milliseconds of a steady clock.
   * @returns whether the key was a part of it; otherwise it means what it means alone.
   */
  press(key: string, dashboard: Dashboard, now: number): boolean {
    const isSecond = now - this.#since < WAIT_MS;
    this.#since = !isSecond && key === "g" ? now : Number.NEGATIVE_INFINITY;
    return isSecond ? goTo(key, dashboard) : key === "g";
  }
}

/** @returns false for a letter that leads nowhere. */
export function goTo(letter: string, dashboard: Dashboard): boolean {
  switch (letter) {
    case "o":
      dashboard.setPage("overview");
      return true;
    case "u":
      dashboard.setPage("usage");
      return true;
    case "p":
    case "f":
      dashboard.setPage("overview");
      dashboard.setList(letter === "p" ? "packets" : "flows");
      return true;
    default:
      return false;
  }
}
