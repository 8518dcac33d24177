import { beforeEach, describe, expect, it } from "vitest";

import { canHold, fieldsOf, fill } from "../src/form_fields";

describe("a form's fields", () => {
  let form: HTMLFormElement;

  beforeEach(() => {
    document.body.innerHTML = `<form>
      <input type="hidden" name="form_token" value="secret">
      <input name="title" value="Pizza"><textarea name="text">a &amp; b</textarea>
      <input type="password" name="password" value="secret">
      <input type="checkbox" name="level" value="primary" checked>
      <input type="checkbox" name="level" value="upper">
      <select name="language"><option value="it" selected></option><option value="tr"></option></select>
      <input name="link" value="1"><input name="link" value="2">
      <button name="do" value="publish"></button></form>`;
    form = document.querySelector("form") as HTMLFormElement;
  });

  it("are what would be sent, without secrets", () => {
    expect(fieldsOf(form)).toBe("title=Pizza&text=a+%26+b&level=primary&language=it&link=1&link=2");
  });

  it("come back as they were", () => {
    const kept = "title=Focaccia&text=%C4%B1%0Aline&level=upper&language=tr&link=3&link=4";
    fill(form, kept);
    expect(fieldsOf(form)).toBe(kept);
    expect(form.querySelector<HTMLInputElement>('[name="form_token"]')?.value).toBe("secret");
    expect(form.querySelector<HTMLInputElement>('[name="password"]')?.value).toBe("secret");
  });

  it("fit only into a form that has a place for each", () => {
    expect(canHold(form, "title=a&level=b")).toBe(true);
    expect(canHold(form, "title=a&step-2-name=b")).toBe(false);
  });
});
