import { useMemo } from "react";
import type { CommandActs } from "../state/commands.ts";
import { usePage } from "./dashboard-context.ts";

/** What keys and commands do on the page beyond its state. */
export function usePageActs(showHelp: () => void): CommandActs {
  const { theme, recent } = usePage();
  return useMemo(
    () => ({
      focusFilter: () => focus("[data-filter-box]"),
      toggleTheme: () => theme.toggle(),
      focusRanking: (place) => {
        const list = document.querySelectorAll(".breakdown")[place - 1];
        list?.querySelector<HTMLElement>(".breakdown-row button")?.focus();
      },
      showHelp,
      copyLink: () => press("[data-copy-link]"),
      goLive: () => press(".packets-head > .pill"),
      pickTime: () => press("[data-popover=time]"),
      focusList: () => focus("[data-packet-grid]"),
      focusBytes: () => focus("[data-bytes]"),
      chooseFile: () => press("[data-open-file]"),
      forgetFilters: () => recent.forget(),
    }),
    [theme, recent, showHelp],
  );
}

function focus(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}

function press(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.click();
}
