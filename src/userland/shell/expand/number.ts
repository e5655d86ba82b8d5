import { type ArithmeticScope, evaluateArithmetic } from "../arithmetic/evaluate.ts";
import { ArithmeticError } from "../arithmetic/parse.ts";
import type { Shell } from "../run/shell.ts";
import { getElement, setElement } from "./elements.ts";
import { specialParameter } from "./special.ts";

/** The shell's variables as arithmetic sees them. */
export function scopeOf(shell: Shell): ArithmeticScope {
  return {
    get: (name, index) => (index === undefined ? specialParameter(shell, name) : getElement(shell, name, index)),
    set: (name, index, value) => setElement(shell, name, index, value),
    ...(shell.option("nounset") ? { unset: (name: string) => throwUnbound(name) } : {}),
  };
}

class UnboundInArithmetic extends Error {}
function throwUnbound(name: string): never {
  throw new UnboundInArithmetic(name);
}

/** Value of an expression; a wrong one is reported and the command given up. */
export async function evaluate(shell: Shell, text: string): Promise<bigint> {
  try {
    return evaluateArithmetic(text, scopeOf(shell));
  } catch (error) {
    if (error instanceof ArithmeticError) return shell.abort(shell.flavour.arithmeticError(error));
    if (error instanceof UnboundInArithmetic) return shell.fail(shell.flavour.unbound(error.message), 127);
    throw error;
  }
}

/** The same for (( )) and let, which fail with status 1 instead: undefined. */
export async function evaluateCommand(shell: Shell, text: string, builtin: string): Promise<bigint | undefined> {
  try {
    return evaluateArithmetic(text, scopeOf(shell));
  } catch (error) {
    if (error instanceof ArithmeticError) await shell.complain(shell.flavour.arithmeticError(error), builtin);
    else if (error instanceof UnboundInArithmetic) await shell.fail(shell.flavour.unbound(error.message), 127);
    else throw error;
    return undefined;
  }
}
