/** A template that can't be parsed or executed, with Go's text: `template: :1:2: executing …`. */
export class TemplateError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "TemplateError";
  }
}
