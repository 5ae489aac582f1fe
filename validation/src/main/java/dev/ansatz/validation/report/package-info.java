/**
 * What a {@link dev.ansatz.validation.study.Study} looks like: as a table of text ({@link dev.ansatz.validation.report.TextReport}),
 * as one JSON object ({@link dev.ansatz.validation.report.JsonReport}), as pictures ({@link
 * dev.ansatz.validation.report.Pictures}), and as one self-contained HTML file ({@link
 * dev.ansatz.validation.report.HtmlReport}).
 */
package dev.ansatz.validation.report;
