//! What several controls have in common: each question about a resource is answered in one place.
pub(crate) mod access_key;
pub(crate) mod access_point;
pub(crate) mod answer;
pub(crate) mod bucket_closing;
pub(crate) mod bucket_exposure;
pub(crate) mod customer_key;
pub(crate) mod denied;
pub(crate) mod deputies;
pub(crate) mod escalation;
pub(crate) mod exposure;
pub(crate) mod granted;
pub(crate) mod right_size;
pub(crate) mod trust;
pub(crate) mod web_identity;
