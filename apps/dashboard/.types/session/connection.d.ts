/** Whether the session answers; times are milliseconds since 1970 on this computer's clock. */
export type Connection =
  | {
      readonly kind: "connecting";
    }
  | {
      readonly kind: "connected";
    }
  | {
      readonly kind: "lost";
      readonly since: number;
      readonly retryAt: number;
    };
//# sourceMappingURL=connection.d.ts.map
