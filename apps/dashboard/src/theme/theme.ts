/** Light or dark: the system's choice until the person at the page makes one, which is remembered. */
import { browserStorage } from "../state/browser-storage.ts";
import { Store } from "../state/store.ts";

export type Theme = "light" | "dark";

const STORAGE_KEY = "wirescope.theme";

/** What the choice needs of the browser; tests pass their own. */
export interface ThemeHost {
  readonly storage: Pick<Storage, "getItem" | "setItem">;
  readonly systemPrefersDark: () => boolean;
  readonly onSystemChange: (listener: () => void) => void;
  readonly apply: (theme: Theme) => void;
}

export class ThemeChoice {
  readonly current: Store<Theme>;
  readonly #host: ThemeHost;
  #chosen: Theme | undefined;

  constructor(host: ThemeHost) {
    this.#host = host;
    const stored = host.storage.getItem(STORAGE_KEY);
    this.#chosen = stored === "light" || stored === "dark" ? stored : undefined;
    this.current = new Store<Theme>(this.#resolve());
    host.apply(this.current.getSnapshot());
    host.onSystemChange(() => this.#update());
  }

  toggle(): void {
    this.#chosen = this.current.getSnapshot() === "dark" ? "light" : "dark";
    this.#host.storage.setItem(STORAGE_KEY, this.#chosen);
    this.#update();
  }

  #resolve(): Theme {
    return this.#chosen ?? (this.#host.systemPrefersDark() ? "dark" : "light");
  }

  #update(): void {
    const theme = this.#resolve();
    this.#host.apply(theme);
    this.current.set(theme);
  }
}

/** The browser's own storage, media query and root element. */
export function browserThemeHost(): ThemeHost {
  const query = window.matchMedia("(prefers-color-scheme: dark)");
  return {
    storage: browserStorage(),
    systemPrefersDark: () => query.matches,
    onSystemChange: (listener) => query.addEventListener("change", listener),
    apply: (theme) => {
      document.documentElement.setAttribute("data-theme", theme);
    },
  };
}
