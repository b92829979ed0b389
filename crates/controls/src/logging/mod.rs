//! Logs of what happens, where it happens and for as long as they are needed.
mod apigateway_log;
mod cloudfront_access_log;
mod eks_control_plane;
mod elb_access_log;
mod route53_query_log;
mod s3_access_log;
mod vpc_flow_logs;
mod waf_log;

use model::Demand;

pub(crate) const CONTROLS: &[&dyn Demand] = &[
    &apigateway_log::CONTROL,
    &cloudfront_access_log::CONTROL,
    &eks_control_plane::CONTROL,
    &elb_access_log::CONTROL,
    &route53_query_log::CONTROL,
    &s3_access_log::CONTROL,
    &vpc_flow_logs::CONTROL,
    &waf_log::CONTROL,
];
