/** Light or dark: the system's choice until the person at the page makes one, which is remembered. */
import { Store } from "../state/store.ts";
export type Theme = "light" | "dark";
/** What the choice needs of the browser; tests pass their own. */
export interface ThemeHost {
  readonly storage: Pick<Storage, "getItem" | "setItem">;
  readonly systemPrefersDark: () => boolean;
  readonly onSystemChange: (listener: () => void) => void;
  readonly apply: (theme: Theme) => void;
}
export declare class ThemeChoice {
  #private;
  readonly current: Store<Theme>;
  constructor(host: ThemeHost);
  toggle(): void;
}
/** The browser's own storage, media query and root element. */
export declare function browserThemeHost(): ThemeHost;
//# sourceMappingURL=theme.d.ts.map
