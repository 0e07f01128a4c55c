/** The browser's address as the page needs it; tests pass their own. */
export interface AddressBar {
  /** Path and query string; without the path where it is `/`. */
  read(): string;
  /** @param entry `push` for a step that Back undoes, `replace` for one that it does not. */
  write(address: string, entry: "push" | "replace"): void;
  /** Back to where the last step was made from; nowhere where the page has made none. */
  back(): void;
  onNavigate(listener: () => void): void;
}

export const browserAddressBar: AddressBar = {
  read: () => {
    const { pathname, search } = window.location;
    return pathname === "/" ? search : `${pathname}${search}`;
  },
  write: (address, entry) => {
    const url = address.startsWith("/") ? address : `/${address}`;
    const { history } = window;
    try {
      if (entry === "push") history.pushState(stepsTo(history.state) + 1, "", url);
      else history.replaceState(history.state, "", url);
    } catch {
      // Some browsers refuse when there were many in a few seconds; the next address says it all.
    }
  },
  back: () => {
    if (stepsTo(window.history.state) > 0) window.history.back();
  },
  onNavigate: (listener) => window.addEventListener("popstate", listener),
};

/** Steps of the page that lie before an entry of the history. */
function stepsTo(state: unknown): number {
  return typeof state === "number" ? state : 0;
}
