/** What the page remembers between visits, in this browser only. */

export type KeptTexts = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** The browser's storage, or one that forgets where it is forbidden or full. */
export function browserStorage(): KeptTexts {
  try {
    const storage = window.localStorage;
    return {
      getItem: (key) => storage.getItem(key),
      setItem: (key, text) => {
        try {
          storage.setItem(key, text);
        } catch {
          storage.removeItem(key);
        }
      },
      removeItem: (key) => storage.removeItem(key),
    };
  } catch {
    return { getItem: () => null, setItem: () => {}, removeItem: () => {} };
  }
}
