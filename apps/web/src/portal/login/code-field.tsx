/** Six digits of an app, or a recovery code. */

interface CodeFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onTyped: (typed: string) => void;
  /** Whether digits alone are asked for: a telephone shows its number pad. */
  readonly digits?: boolean;
}

const LENGTH_MAX = 40;

/** The field. */
export function CodeField({ id, label, value, onTyped, digits = false }: CodeFieldProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        class="input code-input"
        id={id}
        autocomplete="one-time-code"
        autocapitalize="none"
        inputMode={digits ? "numeric" : "text"}
        spellcheck={false}
        required
        maxLength={LENGTH_MAX}
        value={value}
        onInput={(event) => onTyped(event.currentTarget.value)}
      />
    </div>
  );
}
