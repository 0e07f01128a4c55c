/** The browser's address as the page needs it; tests pass their own. */
export interface AddressBar {
  /** Path and query string; without the path where it is `/`. */
  read(): string;
  /** @param entry `push` for a step that Back undoes, `replace` for one that it does not. */
  write(address: string, entry: "push" | "replace"): void;
  onNavigate(listener: () => void): void;
}

export const browserAddressBar: AddressBar = {
  read: () => {
    const { pathname, search } = window.location;
    return pathname === "/" ? search : `${pathname}${search}`;
  },
  write: (address, entry) => {
    const url = address.startsWith("/") ? address : `/${address}`;
    if (entry === "push") window.history.pushState(null, "", url);
    else window.history.replaceState(null, "", url);
  },
  onNavigate: (listener) => window.addEventListener("popstate", listener),
};
