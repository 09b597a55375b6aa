// A review without who wrote it.
'use strict';

/**
 * Nobody knows what the fields that the user added say.
 * @param {Record<string, unknown>} review
 */
function withoutReviewer({ id: _id, url: _url, userName: _name, userImage: _image, extra: _extra, ...review }) {
  return review;
}

module.exports = { withoutReviewer };
