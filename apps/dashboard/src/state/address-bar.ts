/** The browser's address as the page needs it; tests pass their own. */
export interface AddressBar {
  read(): string;
  /** @param entry `push` for a step that Back undoes, `replace` for one that it does not. */
  write(search: string, entry: "push" | "replace"): void;
  onNavigate(listener: () => void): void;
}

export const browserAddressBar: AddressBar = {
  read: () => window.location.search,
  write: (search, entry) => {
    const url = `${window.location.pathname}${search}`;
    if (entry === "push") window.history.pushState(null, "", url);
    else window.history.replaceState(null, "", url);
  },
  onNavigate: (listener) => window.addEventListener("popstate", listener),
};
