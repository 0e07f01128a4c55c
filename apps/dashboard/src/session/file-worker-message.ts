/** What the page tells the worker that reads a file; questions go over the port. */
export type FileWorkerMessage =
  | {
      readonly kind: "read";
      readonly file: File;
      /** The page holds the other end, and a session over it. */
      readonly port: MessagePort;
      /** Of Wirescope, as the status shows it. */
      readonly version: string;
    }
  | { readonly kind: "cancel" };
