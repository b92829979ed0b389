//! The access analyzers of a Region.
use aws_sdk_accessanalyzer::Client;
use model::iam::{Analyzer, Analyzers};

use crate::Aws;
use crate::fault::Answer;
use crate::reader::{At, Read};

impl Read for Analyzers {
    async fn read(aws: &Aws, region: &At) -> Answer<Vec<Analyzer>> {
        let client = aws.client(Some(&region.id), Client::new);
        let mut pages = client.list_analyzers().into_paginator().send();
        let mut all = Vec::new();
        while let Some(page) = pages.next().await {
            all.extend(page?.analyzers.into_iter().map(|one| Analyzer {
                arn: one.arn,
                kind: one.r#type.as_str().into(),
                status: one.status.as_str().into(),
            }));
        }
        Ok(all)
    }
}
