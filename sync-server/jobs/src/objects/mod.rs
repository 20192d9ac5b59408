//! Files made for people, in a folder, in Google Cloud Storage, in S3 or a store that speaks as S3 does, and links that open one of them for a while.

mod link;
mod routes;

pub(crate) use routes::routes;

use crate::encryption;
use crate::settings::{ObjectSettings, StoreSettings};
use object_store::aws::{AmazonS3, AmazonS3Builder, AmazonS3ConfigKey};
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::signer::Signer;
use object_store::{GetResult, ObjectStore, ObjectStoreExt as _};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use url::Url;

/// Where a worker listens that was told nothing.
const WORKER: &str = "http://127.0.0.1:8788";
/// Bytes of a name.
const NAME: usize = 500;

/// Why an object cannot be kept or had.
#[derive(Debug, thiserror::Error)]
pub enum ObjectError {
    /// The setting names no place.
    #[error("--objects {place}: {why}; write a folder, gs://bucket/prefix or s3://bucket/prefix")]
    Place {
        /// As it stands.
        place: String,
        /// Why.
        why: String,
    },
    /// A store's address is none.
    #[error("{0:?} is no address of a store of objects; write one such as http://minio:9000")]
    Endpoint(String),
    /// The name is none.
    #[error(
        "{0:?} names no object: parts of letters, digits, `-`, `_` and `.`, not at the beginning, with `/` between them"
    )]
    Name(String),
    /// The store refused it.
    #[error(transparent)]
    Store(#[from] object_store::Error),
    /// The folder's secret cannot be read or written.
    #[error("{path}: {source}")]
    Secret {
        /// The file.
        path: std::path::PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

enum Links {
    /// Signed by us, served by [`routes`].
    Own { secret: [u8; 32], address: String },
    /// Signed as the store wants it, served by the store.
    Store(Arc<dyn Signer>),
}

/// Where objects lie.
pub struct Objects {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
    links: Links,
}

impl Objects {
    /// The place of the settings; a folder is made when there is none.
    ///
    /// # Errors
    /// When the place cannot be used.
    pub fn open(settings: &ObjectSettings) -> Result<Self, ObjectError> {
        let place = &settings.objects;
        let wrong = |why: String| ObjectError::Place { place: place.clone(), why };
        let url = Url::parse(place).ok();
        let scheme = url.as_ref().map_or("", Url::scheme);
        if settings.store.objects_endpoint.is_some() && scheme != "s3" {
            return Err(wrong("--objects-endpoint has buckets alone, s3://bucket/prefix".to_owned()));
        }
        let Some(url) = &url else { return Self::folder(settings) };
        encryption();
        let prefix = Path::parse(url.path().trim_matches('/')).map_err(|error| wrong(error.to_string()))?;
        let bucket = url.host_str().ok_or_else(|| wrong("it names no bucket".to_owned()))?;
        match scheme {
            "gs" => {
                let store = Arc::new(GoogleCloudStorageBuilder::from_env().with_bucket_name(bucket).build()?);
                Ok(Self { store: store.clone(), prefix, links: Links::Store(store) })
            }
            "s3" => {
                let endpoint = settings.store.objects_endpoint.as_deref();
                let store = Arc::new(amazon(bucket, &settings.store, endpoint)?);
                // A signature is for the address that the link is followed to.
                let outside = endpoint.and(settings.objects_address.as_deref());
                let signer = match outside {
                    Some(outside) => Arc::new(amazon(bucket, &settings.store, Some(outside))?),
                    None => store.clone(),
                };
                Ok(Self { store, prefix, links: Links::Store(signer) })
            }
            other => Err(wrong(format!("{other}:// is not known"))),
        }
    }

    fn folder(settings: &ObjectSettings) -> Result<Self, ObjectError> {
        let folder = std::path::Path::new(&settings.objects);
        let secret = link::secret(folder)?;
        let store = Arc::new(LocalFileSystem::new_with_prefix(folder)?);
        let address = settings.objects_address.as_deref().unwrap_or(WORKER);
        let address = address.trim_end_matches('/').to_owned();
        Ok(Self { store, prefix: Path::ROOT, links: Links::Own { secret, address } })
    }

    /// Are the objects in a folder, so that their links have to be served?
    pub const fn is_folder(&self) -> bool {
        matches!(self.links, Links::Own { .. })
    }

    fn path(&self, name: &str) -> Result<Path, ObjectError> {
        if !is_name(name) {
            return Err(ObjectError::Name(name.to_owned()));
        }
        Ok(self.prefix.parts().chain(Path::from(name).parts()).collect())
    }

    /// Keeps an object, in the place of one of this name.
    ///
    /// # Errors
    /// When the name is none or the store refuses it.
    pub async fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), ObjectError> {
        self.store.put(&self.path(name)?, bytes.into()).await?;
        Ok(())
    }

    /// Gives an object; none when there is none.
    ///
    /// # Errors
    /// When the name is none or the store fails.
    pub async fn get(&self, name: &str) -> Result<Option<Vec<u8>>, ObjectError> {
        match self.stream(name).await? {
            Some(found) => Ok(Some(found.bytes().await?.to_vec())),
            None => Ok(None),
        }
    }

    pub(crate) async fn stream(&self, name: &str) -> Result<Option<GetResult>, ObjectError> {
        match self.store.get(&self.path(name)?).await {
            Ok(found) => Ok(Some(found)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Deletes an object, if there is one.
    ///
    /// # Errors
    /// When the name is none or the store fails.
    pub async fn delete(&self, name: &str) -> Result<(), ObjectError> {
        match self.store.delete(&self.path(name)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// A link with which anybody gets this object, for so long from `now`. Clouds count from their own now, and seven days at most.
    ///
    /// # Errors
    /// When the name is none, or the store cannot sign.
    pub async fn link(&self, name: &str, valid: Duration, now: SystemTime) -> Result<String, ObjectError> {
        let path = self.path(name)?;
        match &self.links {
            Links::Own { secret, address } => Ok(link::make(secret, address, name, valid, now)),
            Links::Store(signer) => {
                Ok(signer.signed_url(object_store::signer::Method::GET, &path, valid).await?.into())
            }
        }
    }
}

/// A bucket of Amazon's, or of the store at this address.
fn amazon(bucket: &str, store: &StoreSettings, endpoint: Option<&str>) -> Result<AmazonS3, ObjectError> {
    let mut builder = AmazonS3Builder::from_env().with_bucket_name(bucket);
    if let Some(endpoint) = endpoint {
        let scheme = Url::parse(endpoint).ok().filter(Url::has_host).map(|url| url.scheme().to_owned());
        let plain = match scheme.as_deref() {
            Some("http") => true,
            Some("https") => false,
            _ => return Err(ObjectError::Endpoint(endpoint.to_owned())),
        };
        // Under the variable that counts before the others.
        builder = builder.with_config(AmazonS3ConfigKey::S3Endpoint, endpoint).with_allow_http(plain);
    }
    if let (Some(key), Some(secret)) = (&store.objects_key, &store.objects_secret) {
        builder = builder.with_access_key_id(key).with_secret_access_key(secret);
    }
    Ok(builder.build()?)
}

/// A name that is one in every store and needs no escaping in a URL.
fn is_name(name: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let part = |part: &str| !part.is_empty() && !part.starts_with('.') && part.bytes().all(letter);
    name.len() <= NAME && name.split('/').all(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_within_the_folder() {
        for (name, good) in [
            ("reports/7/2026-11.pdf", true),
            ("a", true),
            ("", false),
            ("/a", false),
            ("a/", false),
            ("a//b", false),
            ("../a", false),
            ("a/../b", false),
            (".link-secret", false),
            ("a b", false),
            ("a%2e", false),
            ("é", false),
            (&"a".repeat(NAME + 1), false),
        ] {
            assert_eq!(is_name(name), good, "{name}");
        }
    }
}
