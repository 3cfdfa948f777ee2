import form from './report-form.json' with { type: 'json' };

/** The form of a formal *laporan*, with the reporter's name. Its name is data: Bawaslu renames it from election to election. */
export const FORMAL_REPORT: { readonly form: string } = form;
