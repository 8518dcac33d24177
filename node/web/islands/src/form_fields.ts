/** What belongs to one printing of a page or to the press of a button, and to no draft. */
const notKept = new Set(["form_token", "do"]);

/** What is in a form, as it would be sent: without passwords and files. */
export function fieldsOf(form: HTMLFormElement): string {
  const passwords = new Set(
    [...form.querySelectorAll<HTMLInputElement>('input[type="password"]')].map(({ name }) => name),
  );
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !notKept.has(name) && !passwords.has(name)) {
      fields.append(name, value.replace(/\r\n?/g, "\n"));
    }
  }
  return fields.toString();
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function isControl(element: Element): element is Control {
  return (
    element instanceof HTMLInputElement ||
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement
  );
}

function controlsOf(form: HTMLFormElement): Control[] {
  return [...form.elements].filter(isControl).filter(({ name }) => name && !notKept.has(name));
}

/** Whether the form has a place for each of the fields: one that lacks a step has not. */
export function canHold(form: HTMLFormElement, fields: string): boolean {
  const names = new Set(controlsOf(form).map(({ name }) => name));
  return [...new URLSearchParams(fields).keys()].every((name) => names.has(name));
}

/** Puts fields back into a form. What they do not name becomes empty, as it was. */
export function fill(form: HTMLFormElement, fields: string): void {
  const params = new URLSearchParams(fields);
  const used = new Map<string, number>();
  for (const control of controlsOf(form)) {
    const values = params.getAll(control.name);
    if (control instanceof HTMLInputElement && ["checkbox", "radio"].includes(control.type)) {
      control.checked = values.includes(control.value);
    } else if (control instanceof HTMLSelectElement) {
      for (const option of control.options) {
        option.selected = values.includes(option.value);
      }
    } else if (!["password", "file", "submit", "button"].includes(control.type)) {
      const index = used.get(control.name) ?? 0;
      used.set(control.name, index + 1);
      control.value = values[index] ?? "";
    }
  }
}
