/** Display filters as conditions on slices, one for the packets of each direction. */
import type { CheckedFilter, FilterField, TypedExpression, TypedOperand } from "@wirescope/filter";
import { NotInHistoryError } from "./not-in-history.ts";
import {
  type FieldContext,
  isSteady,
  isSum,
  isWholeFlow,
  type Occurrence,
  occurrences,
  type SliceDirection,
} from "./slice-field.ts";
import type { SliceSelection } from "./slice-selection.ts";
import { and, isSame, joinSql, not, or, type Sql, sql } from "./sql.ts";
import { compare } from "./value-test.ts";

export type ConditionContext = Omit<FieldContext, "direction">;

/** @throws NotInHistoryError for a filter that asks for more than flows by the minute tell */
export function sliceCondition(filter: CheckedFilter, context: ConditionContext): SliceSelection {
  const fields = new Set<FilterField>();
  const compile = (direction: SliceDirection): Sql =>
    new ConditionCompiler({ ...context, direction }, fields).compile(filter.expression);
  const [out, into] = [compile("out"), compile("in")];
  const isSymmetric = isSame(out, into);
  const all = [...fields];
  return {
    out,
    in: into,
    isSymmetric,
    isSteady: isSymmetric && all.every(isSteady),
    wholeFlow: all.filter(isWholeFlow).map(({ name }) => name),
    sums: all.filter(isSum).map(({ name }) => name),
  };
}

class ConditionCompiler {
  readonly #context: FieldContext;
  readonly #fields: Set<FilterField>;

  /** @param fields takes the fields that were asked for */
  constructor(context: FieldContext, fields: Set<FilterField>) {
    this.#context = context;
    this.#fields = fields;
  }

  compile(expression: TypedExpression): Sql {
    switch (expression.kind) {
      case "and":
        return and(expression.operands.map((operand) => this.compile(operand)));
      case "or":
        return or(expression.operands.map((operand) => this.compile(operand)));
      case "xor":
        return oddCount(expression.operands.map((operand) => this.compile(operand)));
      case "not":
        return not(this.compile(expression.operand));
      case "exists":
        return or(this.#occurrences(expression.operand).map(({ present }) => present));
      case "literal":
      case "membership": {
        const found = this.#occurrences(expression.operand);
        return quantified(expression.quantifier, found, (one) => one.holds(expression));
      }
      case "pair": {
        const left = this.#occurrences(expression.left);
        const right = this.#occurrences(expression.right);
        const { operator, quantifier } = expression;
        return quantified(quantifier, left, (one) =>
          quantified(quantifier, right, (other) => {
            if (one.value === undefined || other.value === undefined || operator === "contains") {
              throw new NotInHistoryError(
                "Two fields of this kind can be compared on packets only.",
              );
            }
            return compare(one.value, operator, other.value);
          }),
        );
      }
    }
  }

  #occurrences(operand: TypedOperand): readonly Occurrence[] {
    if (operand.kind !== "field" || operand.layer !== undefined) {
      throw new NotInHistoryError(
        "Functions, octets, layers and arithmetic are worked out on packets only, and history keeps flows by the minute.",
      );
    }
    this.#fields.add(operand.field);
    return occurrences(operand.field, this.#context);
  }
}

/** A field that does not occur satisfies nothing, `all` included. */
function quantified(
  quantifier: "any" | "all",
  found: readonly Occurrence[],
  holds: (one: Occurrence) => Sql,
): Sql {
  if (quantifier === "any") return or(found.map((one) => and([one.present, holds(one)])));
  const isThere = or(found.map(({ present }) => present));
  return and([isThere, ...found.map((one) => or([not(one.present), holds(one)]))]);
}

function oddCount(conditions: readonly Sql[]): Sql {
  const ones = conditions.map((condition) => sql`CASE WHEN ${condition} THEN 1 ELSE 0 END`);
  return sql`((${joinSql(ones, " + ")}) % 2 = 1)`;
}
