// Two sliders beside the two date fields: one for what had happened, one for what was known. Letting go shows that day.
const form = document.querySelector("form.slides");
if (form) {
  const DAY = 86_400_000;
  const number = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);
  const iso = (n) => new Date(n * DAY).toISOString().slice(0, 10);
  const first = number(form.dataset.first);
  const last = number(form.dataset.last);
  for (const field of form.querySelectorAll("input[type=date]")) {
    const range = document.createElement("input");
    range.type = "range";
    [range.min, range.max, range.step] = [first, last, 1];
    range.value = field.value ? number(field.value) : last;
    range.setAttribute("aria-label", field.parentElement.textContent.trim());
    const told = () => range.setAttribute("aria-valuetext", iso(Number(range.value)));
    told();
    range.addEventListener("input", () => {
      field.value = iso(Number(range.value));
      told();
    });
    range.addEventListener("change", () => form.requestSubmit());
    field.after(range);
  }
  form.addEventListener("submit", () => {
    for (const field of form.querySelectorAll("input[type=date]")) {
      // The last day is now: an address without it stays true tomorrow.
      if (!field.value || number(field.value) >= last) field.disabled = true;
    }
  });
}
